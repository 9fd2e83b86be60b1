"""Who answers for an item: single bodies and collectives in printed order, each with its role.

    find_duties(labels, rule=…) -> [Duty, ...]

Roles follow what the text says: a label (牵头单位), a verb (A牵头，B配合), a stated rule
(排位第一的为牵头单位，下同); everything else is ``responsible``, B in A牵头，B按职责分工负责 too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kg.extract.facts import Duty
from kg.extract.unit_lists import Piece, as_printed, clauses, cut
from kg.model import Role, RoleBasis
from kg.parse.bodies import names_bodies
from kg.parse.document import Label
from kg.parse.duty_clauses import covering
from kg.parse.lines import Line
from kg.registry import patterns
from kg.registry.patterns import rule as pattern

UNIT_KINDS = ("lead", "support", "responsible")
_OPEN: Final = "（([［【〔〈<"
_CLOSE: Final = "）)]］】〕〉>"
_SHORTEST, _LONGEST = 2, 60  # characters of a mention


# --- what the words around a list state ---------------------------------------------------------


def covers_below(line: Line) -> tuple[Line, Line | None]:
    """Cut off 以下均需…落实，不再列出: what is left, and who answers for all that follows."""
    duties = patterns.load("duties")
    said = any(word in line.text for word in duties.words["not_repeated"])
    match = duties["covers_below"].search(line.text) if said else None
    if not match:
        return _covered_by_last(line)
    if match["here"]:  # 各镇政府均为责任单位，以下不再列出: here, too
        who = line.part(match.start("here"), match.end("here"))
        return line.part(0, match.end("here")), who
    group = next(name for name in ("who", "also", "all") if match[name])
    return line.part(0, match.start()), line.part(match.start(group), match.end(group))


def _covered_by_last(line: Line) -> tuple[Line, Line | None]:
    """Cut off a last clause that says who has a part in all that follows: ；以下均需各乡镇落实."""
    for last in reversed([*pattern("duties.last_clause").finditer(line.text)]):
        if who := covers_all(line.part(last.end())):
            return line.part(0, last.start()), who.content
    return line, None


def covers_all(line: Line) -> Label | None:
    """Return who has a part in all that stands below a heading: 以下均需各乡镇落实。"""
    match = covering(line.text)
    return Label("responsible", None, line.part(*match.span("who"))) if match else None


def states_rule(text: str) -> bool:
    """Tell whether the words state that the unit listed first leads."""
    told = "首" in text or "第一" in text
    return told and patterns.load("titles")["first_leads"].search(text) is not None


def mark_that_leads(text: str) -> str | None:
    """Return the mark before which the leading units stand, where the words state such a rule."""
    match = patterns.load("titles")["mark_leads"].search(text)
    return None if match is None else "，," if match["comma"] else "；;"


def _without_rule(line: Line) -> Line:
    """Drop the statement of the rule, with the bracket around it."""
    if not pattern("unit-lists.leads").search(line.text):
        return line
    titles = patterns.load("titles")
    match = titles["first_leads"].search(line.text) or titles["mark_leads"].search(line.text)
    if not match:
        return line
    start, end = match.span()
    text = line.text
    opening = max(text.rfind(o, 0, start + 1) for o in _OPEN)
    if opening >= 0 and not any(c in text[opening:start] for c in _CLOSE):
        start = opening
        while end < len(text) and text[end - 1] not in _CLOSE:
            end += 1
    else:
        # Without a bracket the clause goes back to the last separator that is no part of it.
        mark = max(text.rfind(m, 0, start + 2) for m in "，,；;。")
        start = mark if mark >= 0 else start
        end = len(text)
    head, tail = line.part(0, start), line.part(end)
    return head.join(tail) if tail.text else head


def said_in(words: Line) -> list[Label]:
    """Return what sentences say in their midst of who does them: …。由县住建局牵头，县财政局配合，年内….

    The words stay the task's; a label holds those of its duty once more.
    """
    return [
        Label("responsible", None, words.part(match.start(), match.end()), True)
        for match in pattern("duties.by_verb").finditer(words.text)
        if names_bodies(match["bodies"])
    ]


# --- the duties of one item ---------------------------------------------------------------------


def find_duties(
    labels: Iterable[Label],
    *,
    rule: bool,
    mark: str | None = None,
    inherited: bool = False,
    assisted: bool = False,
) -> list[Duty]:
    """Return the bodies of one item.

    Args:
        labels: the labels of the item, in printed order.
        rule: whether 排位第一的为牵头单位 holds here.
        mark: the mark before which the leading units stand, where that rule holds.
        inherited: the labels stand on a heading above the item.
        assisted: the list parts those who undertake the work from those who assist them.
    """
    labels = [label for label in labels if label.kind in UNIT_KINDS]
    if assisted or names_assistants(labels):
        labels = [replace(label, kind="lead") if _undertakes(label) else label for label in labels]
    has_lead_label = any(label.kind == "lead" for label in labels)
    found: list[Duty] = []
    for label in labels:
        content = _without_rule(label.content)
        pieces = [piece for clause in clauses(content) for piece in _shared(clause, label)]
        ahead = _before(content, mark) if mark else None
        leads_here = any(piece.role == "lead" or piece.marked for piece in pieces)
        for piece in pieces:
            if not _is_mention(piece.line.text):
                continue
            role, basis = _judge(label, piece, has_lead_label, leads_here, inherited)
            if ahead is not None and role == "responsible":
                role, basis = ("lead" if piece.line.at[0] < ahead else "support"), "rule"
            found.append(_duty(piece, role, basis, label.word))
    found = _by_rule(found) if rule and not has_lead_label else found
    return _shared_suffixes(_without_repeats(found))


def names_assistants(labels: Iterable[Label]) -> bool:
    """Tell whether a label names who assists him whom another says to undertake: 承办单位 beside 协办单位."""
    assists = pattern("duties.assists")
    named = [label for label in labels if label.content.text]
    return any(map(_undertakes, named)) and any(assists.search(label.word or "") for label in named)


def _undertakes(label: Label) -> bool:
    return pattern("duties.undertakes").search(label.word or "") is not None


def _shared(clause: list[Piece], label: Label) -> list[Piece]:
    """Under 牵头单位 a helping verb is shared up to the comma before it: 牵头单位：A、B，C配合."""
    commas = [number for number, piece in enumerate(clause) if piece.behind_comma]
    if label.kind != "lead" or not commas or clause[0].role != "support":
        return clause
    last = commas[-1]
    return [replace(piece, role=None, verb=None) for piece in clause[:last]] + clause[last:]


def _is_mention(text: str) -> bool:
    """Tell whether words name a body: no time, no mark, no post without a name (分管副市长)."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return False
    if patterns.load("unit-lists")["noise"].match(text) or patterns.load("deadlines")["piece"].match(text):
        return False
    return patterns.load("leaders")["post_only"].search(text) is None


def _duty(piece: Piece, role: Role, basis: RoleBasis, label: str | None) -> Duty:
    mention = as_printed(piece.line)
    collective = patterns.load("duties")["collective"].search(mention) is not None
    return Duty(mention, role, piece.verb or label, basis, collective, piece.line.spans())


def _before(line: Line, mark: str) -> int | None:
    """Return where in the text as read the first such mark outside brackets stands."""
    for part, separator in cut(line):
        if separator and separator in mark:
            return part.at[-1] + 1
    return None


def _judge(
    label: Label, piece: Piece, has_lead_label: bool, leads_here: bool, inherited: bool
) -> tuple[Role, RoleBasis]:
    if piece.marked or piece.role == "lead":
        return "lead", "verb"
    if label.kind == "lead":
        # 牵头单位：A，B配合 names a helper within the label.
        return (piece.role, "verb") if piece.role == "support" else ("lead", "label")
    if piece.role == "support":
        return "support", "verb"
    if label.kind == "support" or has_lead_label:
        return "support", "label"
    if leads_here and piece.verb is None:
        return "support", "verb"  # of A牵头，B按职责分工负责 the text says itself what B does
    basis: RoleBasis = "heading" if inherited else "verb" if piece.role else "label" if label.word else "none"
    return "responsible", basis


def _by_rule(found: list[Duty]) -> list[Duty]:
    """The first leads and the others support, unless the text names another lead."""
    if not found:
        return found
    if any(duty.role == "lead" for duty in found):
        return [duty if duty.role == "lead" else _ruled(duty, "support") for duty in found]
    first, *rest = found
    # Who stands first under 配合单位 helps, whatever the rule.
    helps = first.collective or first.role == "support"
    return [first if helps else _ruled(first, "lead"), *(_ruled(duty, "support") for duty in rest)]


def _ruled(duty: Duty, role: Role) -> Duty:
    return replace(duty, role=role, basis="rule")


def _without_repeats(found: list[Duty]) -> list[Duty]:
    """Printed twice under two labels (牵头单位 and 责任单位 repeat it), a body counts once."""
    helpers = patterns.load("unit-lists")["stands_among_helpers"]
    seen: dict[str, int] = {}
    kept: list[Duty] = []
    for duty in found:
        at = seen.get(duty.mention)
        # A lead that stands among the helpers too is a slip, and stays for validation to see.
        slip = helpers.search(duty.role_text or "")
        if at is None or slip or kept[at].role_text == duty.role_text:
            seen[duty.mention] = len(kept)
            kept.append(duty)
            continue
        known = kept[at]
        stronger = duty if duty.role == "lead" else known
        kept[at] = replace(
            known,
            role=stronger.role,
            role_text=stronger.role_text,
            basis=stronger.basis,
            spans=known.spans + duty.spans,
        )
    return kept


def _shared_suffixes(found: list[Duty]) -> list[Duty]:
    """东屿区、南屿区政府: the first is the government of its district, too."""
    words = patterns.load("unit-lists")
    kept = list(found)
    for i in range(len(kept) - 2, -1, -1):
        following = kept[i + 1].shares_suffix_of or kept[i + 1].mention
        if words["place_with_body"].match(following) and words["place"].match(kept[i].mention):
            kept[i] = replace(kept[i], shares_suffix_of=following)
    return kept


def full_mention(duty: Duty) -> str:
    """Return the mention with the ending that it shares with a later one."""
    if duty.shares_suffix_of is None:
        return duty.mention
    match = patterns.load("unit-lists")["place_with_body"].match(duty.shares_suffix_of)
    return duty.mention + (match["suffix"] if match else "")
