"""Who answers for an item: single bodies and collectives in printed order, each with its role.

    find_duties(labels, rule=…) -> [Duty, ...]

Roles follow what the text says: a label (牵头单位), a verb (A牵头，B配合), a stated rule
(排位第一的为牵头单位，下同); everything else is ``responsible``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.extract.facts import Duty
from kg.model import Role, RoleBasis
from kg.parse.bodies import parts_name
from kg.parse.document import Label
from kg.parse.lines import Line
from kg.registry import patterns

UNIT_KINDS = ("lead", "support", "responsible")
_OPEN, _CLOSE = "（([［【〔〈<", "）)]］】〕〉>"
_SEPARATORS = "、，,；;。/／|"
_AND = re.compile(r"以及|及其|和|与|及|暨|会同|并")
_PREFIX = re.compile(r"^(?:由|请|责成|分别由|会同|联合|并由|以及|及|和|与|原则上由)(?=[一-龥]{2})")
_ETC = re.compile(
    r"^(?P<unit>.{2,}?)(?P<rest>等(?:国务院|中央|我[省市县区])?(?:[省市县区州](?:级|直|属|政府)?)?(?:各)?(?:有关|相关|市级|县级|区级|省级|市直|县直|区直|行业|主管|处室)*(?:部门|单位|部门和单位|部门（单位）|部门单位|地区|地方|企业|乡镇|镇街)?|等[省市县区州](?:级|直|属)[一-龥（）()]{0,14}(?:部门|单位))$"
)
_SUFFIXED = re.compile(
    r"[局委办厅部院会社联站司行队府处所校馆科室区县市镇乡]$|中心$|集团$|街道$|办事处$|公司$|支行$|专班$|大队$"
)
_HANDLES = re.compile(r"(?<=[局委办厅部院会社站队府处所区县市镇乡])(?:主办|协办|承办)$")  # no 办 of a body
# The last characters of the verbs of a duty: most names of bodies end with others.
_VERB_ENDS = frozenset("头合与加助同办持导责实担施进行作织总调筹促成理")
_HAS_BRACKET = re.compile(r"[（(［\[]")
_STARTS = re.compile(
    r"[省市县区州镇乡各有相国中全其]|教育|财政|公安|民政|司法|商务|卫生|交通|水利|住建|发改|经信"
)
_LEVEL = (
    r"(?:省|自治区|直辖市|自治州|县级市|县市区|市州|州市|县区|区县|县市|[县市区州盟旗镇乡地]|街道|乡镇|镇街"
    r"|办事处|社区|村)"
)
_MORE = r"(?:[（(〔][^（）()〔〕]*[）)〕])?"
_LEVELS_LEFT = re.compile(rf"^(?:各|有关|相关)?(?:{_LEVEL}|中央?){_MORE}(?:、{_LEVEL}{_MORE})*$")
_LEVELS_RIGHT = re.compile(
    rf"{_LEVEL}{_MORE}(?:人民政府|政府|管委会|管理委员会|办事处|党委|党工委|[、，,；;（(〈]|$"
    r"|(?:牵头|配合|参与|负责|落实|按职责|分别|等))|(?<=[中央省]、)[省市](?:属|直|级|驻)"
)
_SHARED = re.compile(r"^[一-龥]{2,6}(?:区|县|市|镇|乡|街道)$")
_SHARED_ENDS = ("政府", "管委会", "党工委", "办事处")
_SHARES = re.compile(r"^[一-龥]{2,6}(?:区|县|市|镇|乡|街道)(?P<suffix>人民政府|政府|管委会|党工委|办事处)$")


@dataclass(frozen=True, slots=True)
class _Piece:
    line: Line
    role: Role | None  # by a verb
    verb: str | None
    marked: bool = False  # （牵头）


def covers_below(line: Line) -> tuple[Line, Line | None]:
    """Cut off 以下均需…落实，不再列出: what is left, and who answers for all that follows."""
    match = patterns.load("duties")["covers_below"].search(line.text) if "不再" in line.text else None
    if not match:
        return line, None
    if match["here"]:  # 各镇政府均为责任单位，以下不再列出: here, too
        who = line.part(match.start("here"), match.end("here"))
        return line.part(0, match.end("here")), who
    group = "who" if match["who"] else "also"
    return line.part(0, match.start()), line.part(match.start(group), match.end(group))


def cut_list(line: Line) -> Iterator[Line]:
    """Yield the bodies of a list as printed: 各省、自治区、直辖市人民政府 is one."""
    for part, _ in _cut(line):
        part = _strip(part)
        if part.text:
            yield part


def states_rule(text: str) -> bool:
    """Tell whether the words state that the unit listed first leads."""
    return "牵头" in text and patterns.load("titles")["first_leads"].search(text) is not None


def mark_that_leads(text: str) -> str | None:
    """Return the mark before which the leading units stand, where the words state such a rule."""
    match = patterns.load("titles")["mark_leads"].search(text) if "号前" in text or "号之前" in text else None
    return None if match is None else "，," if match["mark"] == "逗号" else "；;"


def _without_rule(line: Line) -> Line:
    """Drop the statement of the rule, with the bracket around it."""
    if "牵头" not in line.text:
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
        match2 = re.search(r"[，,；;。](?=[^，,；;。]*$)", text[: match.start() + 2])
        start = match2.start() if match2 else start
        end = len(text)
    head, tail = line.part(0, start), line.part(end)
    return head.join(tail) if tail.text else head


def _cut(line: Line) -> Iterator[tuple[Line, str]]:
    """Yield the pieces of a list with the separator behind each; brackets stay whole."""
    text = line.text
    depth = 0
    start = 0
    for i, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char == "、" and i + 1 < len(text) and line.at[i] == line.at[i + 1]:
            # Put between cells that were joined: it parts them whatever bracket was left open.
            if i > start:
                yield line.part(start, i), char
            start, depth = i + 1, 0
        elif (
            char == "、"
            and depth == 0
            and _LEVELS_LEFT.search(text[start:i])
            and _LEVELS_RIGHT.match(text, i + 1)
        ):
            continue  # 各县、区政府 is one set
        elif depth == 0 and char == " " and parts_name(text[:i], text[i + 1 :]):
            continue  # 市政府办 公室: a name that its cell wraps
        elif depth == 0 and (char in _SEPARATORS or char == " "):
            if char == " " and i and not ("一" <= text[i - 1] <= "龥" or text[i - 1] in _CLOSE):
                continue
            if i > start:
                yield line.part(start, i), char
            start = i + 1
        elif (
            depth == 0
            and i > start
            and line.gap(i)
            and _is_end(text[start:i])
            and not parts_name(text[start:i], text[i:])
        ):
            yield line.part(start, i), " "
            start = i
    if start < len(text):
        yield line.part(start), ""


def _is_end(text: str) -> bool:
    bare = re.sub(r"[（(][^（）()]*[)）]$", "", text)
    return _SUFFIXED.search(bare) is not None and len(bare) >= 2


def _split_and(line: Line) -> Iterator[Line]:
    """Cut at 和, 及 where both sides are bodies: 市级各部门及各县市区政府, not 文化和旅游局."""
    text = line.text
    for match in _AND.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if (
            len(left) < 2
            or len(right) < 2
            or any(o in left and not any(c in left for c in _CLOSE) for o in _OPEN)
        ):
            continue
        if not (_is_end(left) or patterns.load("duties")["collective"].search(left)):
            continue
        if (_STARTS.match(right) or (_is_end(right) and len(right) > 2)) or (
            left[-1] in "局委办厅部" and right[-1] == left[-1]
        ):
            zone = left.endswith("政府") and re.search(r"(?:开发区|园区|新区|示范区|管委会)$", right)
            if left.startswith("各") and not zone and not re.match(r"各|有关|相关|[省市县区]", right):
                continue
            yield line.part(0, match.start())
            yield from _split_and(line.part(match.end()))
            return
    yield line


def _glued(line: Line) -> Iterator[Line]:
    """Cut names that lost the mark between them: 县财政局县税务局."""
    text = line.text
    if len(text) >= 8 and "（" not in text and "(" not in text:
        for match in re.finditer(
            r"(?<=[局委办厅会联心])(?=[县市区省州旗](?![场政府委]|直|级|属)[一-龥]{2,}(?:局|委|办|厅|会|联|中心)(?:$|[县市区旗]))",
            text,
        ):
            if match.start() >= 3:
                yield line.part(0, match.start())
                yield from _glued(line.part(match.start()))
                return
    yield line


_STARS = frozenset("★☆▲△")  # 标★的为牵头单位


def _pieces(line: Line) -> Iterator[list[_Piece]]:
    """Yield the clauses of a list, each the bodies that share a verb (or none)."""
    duties = patterns.load("duties")
    clause: list[_Piece] = []
    for part, separator in _cut(_without_rule(line)):
        starred = part.text[:1] in _STARS
        part = _strip(part)
        if not part.text:
            continue
        marked = duties["marked_lead"].search(part.text) if _HAS_BRACKET.search(part.text) else None
        if marked:
            part = _strip(part.part(0, marked.start()).join(part.part(marked.end())))
        verb = None
        role: Role | None = None
        alike = duties["marked_all"].search(part.text) if part.text[-1:] in _CLOSE else None
        if alike:
            verb, role = alike["verb"], _role_of(alike["verb"])
            part = _strip(part.part(0, alike.start()))
        found = duties["clause_verb"].search(part.text) if part.text[-1] in _VERB_ENDS else None
        ends_as_body = _SUFFIXED.search(part.text) and not _HANDLES.search(part.text)
        if found and found.end() == len(part) and not ends_as_body:
            verb = found.group()
            role = _role_of(verb)
            part = _strip(part.part(0, found.start()))
        for sub in _split_and(part):
            for single in _glued(_strip(sub)):
                etc = _ETC.match(single.text) if "等" in single.text else None
                if etc and not single.text.startswith("等"):
                    clause.append(
                        _Piece(single.part(0, etc.end("unit")), role, None, bool(marked) or starred)
                    )
                    if len(etc["rest"]) > 1:
                        clause.append(_Piece(single.part(etc.start("rest")), role, None))
                elif single.text and single.text != "等":
                    clause.append(_Piece(single, role, None, bool(marked) or starred))
        if role is not None:
            yield [replace(p, role=role, verb=verb) for p in clause]
            clause = []
        elif separator in ("；", ";", "。"):
            yield clause
            clause = []
    if clause:
        yield clause


def _role_of(verb: str) -> Role:
    if re.search(r"牵头|主办|主责", verb):
        return "lead"
    if re.search(r"配合|参与|参加|协助|协同|协办|支持|指导", verb):
        return "support"
    return "responsible"


def _strip(line: Line) -> Line:
    text = line.text
    start, end = 0, len(text)
    while end > start and text[end - 1] in "。．.；;，,、：: *＊":
        end -= 1
    while start < end and text[start] in "，,、；;：: 。·★☆▲△●*":
        start += 1
    prefix = _PREFIX.match(text[start:end])
    if prefix:
        start += prefix.end()
    # A bracket that lost its other half belongs to the sentence, not to the name.
    if end > start and text[end - 1] in _CLOSE and not any(o in text[start:end] for o in _OPEN):
        end -= 1
    if end > start and text[start] in _OPEN and not any(c in text[start:end] for c in _CLOSE):
        start += 1
    return line.part(start, end)


_NOISE = re.compile(r"^(?:下同|同上|等|无|/|—+|-+|以上|按(?:照)?职责.*|各负其责|\d+|[（(].*[)）])$")


def find_duties(
    labels: Iterable[Label], *, rule: bool, mark: str | None = None, inherited: bool = False
) -> list[Duty]:
    """Return the bodies of one item.

    Args:
        labels: the labels of the item, in printed order.
        rule: whether 排位第一的为牵头单位 holds here.
        mark: the mark before which the leading units stand, where that rule holds.
        inherited: the labels stand on a heading above the item.
    """
    duties = patterns.load("duties")
    leaders = patterns.load("leaders")
    time = patterns.load("deadlines")["piece"]
    labels = [label for label in labels if label.kind in UNIT_KINDS]
    has_lead_label = any(label.kind == "lead" for label in labels)
    found: list[Duty] = []
    for label in labels:
        clauses = list(_pieces(label.content))
        ahead = _before(label.content, mark) if mark else None
        leads_here = any(p.role == "lead" or p.marked for clause in clauses for p in clause)
        for clause in clauses:
            for piece in clause:
                mention = piece.line.text
                if len(mention) < 2 or len(mention) > 60 or _NOISE.match(mention) or time.match(mention):
                    continue
                if leaders["post_only"].search(mention):
                    continue  # 分管副市长 is a post, no body
                collective = duties["collective"].search(mention) is not None
                role, basis = _judge(label, piece, has_lead_label, leads_here, inherited)
                if ahead is not None and role == "responsible":
                    role, basis = ("lead" if piece.line.at[0] < ahead else "support"), "rule"
                text = piece.verb or label.word
                found.append(Duty(mention, role, text, basis, collective, piece.line.spans()))
    found = _by_rule(found) if rule and not has_lead_label else found
    return _shared_suffixes(_without_repeats(found))


def _before(line: Line, mark: str) -> int | None:
    """Return where in the text as read the first such mark outside brackets stands."""
    for part, separator in _cut(_without_rule(line)):
        if separator and separator in mark:
            return part.at[-1] + 1
    return None


def _judge(
    label: Label, piece: _Piece, has_lead_label: bool, leads_here: bool, inherited: bool
) -> tuple[Role, RoleBasis]:
    if piece.marked:
        return "lead", "verb"
    if piece.role == "lead":
        return "lead", "verb"
    if label.kind == "lead":
        # 牵头单位：A，B配合 names a helper within the label.
        return (piece.role, "verb") if piece.role == "support" else ("lead", "label")
    if piece.role == "support":
        return "support", "verb"
    if label.kind == "support":
        return "support", "label"
    if has_lead_label:
        return "support", "label"
    if leads_here:
        return "support", "verb"
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
    return Duty(
        duty.mention, role, duty.role_text, "rule", duty.collective, duty.spans, duty.shares_suffix_of
    )


def _without_repeats(found: list[Duty]) -> list[Duty]:
    """Printed twice under two labels (牵头单位 and 责任单位 repeat it), a body counts once."""
    seen: dict[str, int] = {}
    kept: list[Duty] = []
    for duty in found:
        at = seen.get(duty.mention)
        # A lead that stands among the helpers too is a slip, and stays for validation to see.
        helps = re.search(r"配合|协同|协办|协助|参与|支持", duty.role_text or "")
        if at is not None and kept[at].role_text != duty.role_text and not helps:
            known = kept[at]
            stronger = duty if duty.role == "lead" else known
            kept[at] = replace(
                known,
                role=stronger.role,
                role_text=stronger.role_text,
                basis=stronger.basis,
                spans=known.spans + duty.spans,
            )
            continue
        seen[duty.mention] = len(kept)
        kept.append(duty)
    return kept


def _shared_suffixes(found: list[Duty]) -> list[Duty]:
    """东屿区、南屿区政府: the first is the government of its district, too."""
    if len(found) < 2 or not any(duty.mention.endswith(_SHARED_ENDS) for duty in found):
        return found
    kept = list(found)
    for i in range(len(kept) - 2, -1, -1):
        following = kept[i + 1].shares_suffix_of or kept[i + 1].mention
        if _SHARED.match(kept[i].mention) and _SHARES.match(following):
            kept[i] = replace(kept[i], shares_suffix_of=following)
    return kept


def full_mention(duty: Duty) -> str:
    """Return the mention with the ending that it shares with a later one."""
    if duty.shares_suffix_of is None:
        return duty.mention
    match = _SHARES.match(duty.shares_suffix_of)
    return duty.mention + (match["suffix"] if match else "")
