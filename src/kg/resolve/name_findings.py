"""What is doubtful about the names of bodies: one finding per printed form, at all its places.

Each says what is wrong in one sentence, and what may be meant where that is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg import model
from kg.model import Finding, NameDoubt, Responsibility, Span
from kg.registry.findings import Phrase, Word, either, finding, phrase
from kg.registry.patterns import rule

_COUNTY, _DISTRICT = "县", "区"  # what the names of counties end in
_TOWNS = 2  # townships addressed by name, beyond which all are
Places = dict[tuple[str, str], list[Span]]  # of one mention that means one body


def name_findings(notice: model.Notice, jurisdiction: model.Place | None) -> Iterator[Finding]:
    """Yield what is doubtful about the names of a notice's bodies, in the order of the text."""
    seen: dict[tuple[str, str], Responsibility] = {}
    places: Places = {}
    for commitment in notice.items:
        for r in commitment.responsibilities:
            # Of one form without a level, two items may mean two bodies.
            seen.setdefault((r.mention, r.body), r)
            places.setdefault((r.mention, r.body), []).extend(r.evidence[:1])
    own = jurisdiction.name if jurisdiction else ""
    by_body: dict[str, list[Responsibility]] = {}
    for key, r in seen.items():
        spans = tuple(places[key])
        if rule("doubts.label_in_name").search(r.mention):
            yield finding("label-in-name", spans, about=r.body, said=r.mention)
        if r.collective:
            yield from _members(r, notice, spans)
            continue
        by_body.setdefault(r.body, []).append(r)
        if r.also_named:
            yield finding("second-name", spans, about=r.body, said=r.mention, other=r.also_named)
        if r.doubt is not None and not _tells_more(r, r.doubt):
            yield _doubted(r, r.doubt, own, spans)
        else:
            yield from _resolved(r, spans, bool(jurisdiction and jurisdiction.code))
    yield from _variants(by_body, places)
    yield from _perhaps_one(notice, by_body, places)
    for key, r in seen.items():
        if r.doubt is None and not r.collective and r.resolution != "repaired":
            yield from _elsewhere(r, notice, own, tuple(places[key]))
        yield from _of_a_province(r, own, tuple(places[key]))
    free = [r for r in seen.values() if r.doubt is None and not r.collective]
    yield from _of_another_level(free, own, places)


def _variants(by_body: Mapping[str, list[Responsibility]], places: Places) -> Iterator[Finding]:
    """Yield the bodies that are printed in several ways, each of them known."""
    for body, printed in by_body.items():
        variants = [r for r in printed if r.resolution in ("exact", "alias")]
        if len(variants) > 1:
            names = [r.mention for r in variants]
            yield finding(
                "name-variant",
                tuple(span for r in variants for span in places[r.mention, r.body][:1]),
                about=body,
                name=variants[0].name,
                printed=Phrase("、".join(names), ", ".join(names)),
            )


def _elsewhere(
    r: Responsibility, notice: model.Notice, own: str, spans: tuple[Span, ...]
) -> Iterator[Finding]:
    """A body with another county in its name, and a township that is not among those addressed."""
    if doubt := _of_another(r.mention, own):
        yield _doubted(r, doubt, own, spans)
    towns = {one.text for one in notice.addressees if rule("doubts.of_a_town").fullmatch(one.text)}
    if len(towns) > _TOWNS and rule("doubts.of_a_town").fullmatch(r.mention) and r.mention not in towns:
        yield finding("town-not-addressed", spans, about=r.body, said=r.mention)


def _of_a_province(r: Responsibility, own: str, spans: tuple[Span, ...]) -> Iterator[Finding]:
    """县教育厅: a county has 局, and 厅 are a province's."""
    hall = None if r.collective else rule("doubts.hall_of_a_county").match(r.mention)
    # 区水利厅 may be that of an autonomous region, where the notice is of none that is called 区.
    if hall and (hall["level"] != _DISTRICT or own.endswith(_DISTRICT)):
        doubt = NameDoubt("foreign-unit", (f"{r.mention[:-1]}局",), of="省级")
        yield _doubted(r, doubt, own, spans)


def _of_another(mention: str, own: str) -> NameDoubt | None:
    """Return the doubt of a body, or a branch, that names another county than the notice's own."""
    stem = own.removesuffix(_COUNTY).removesuffix(_DISTRICT)
    of = rule("doubts.of_a_county").match(mention)
    if of and of["county"][-1] == own[-1:] and of["county"] != own:
        return NameDoubt("foreign-unit", (own[-1] + mention.removeprefix(of["county"]),), of=of["county"])
    if stem in (own, "") or stem in mention:
        return None  # of a city, whose branches are many; of the county itself
    for name, meant in (("branch_of_a_county", own), ("branch_of_a_place", stem)):
        if of := rule(f"doubts.{name}").match(mention):
            return NameDoubt("foreign-unit", (mention.replace(of["county"], meant),), of=of["county"])
    return None


def _of_another_level(bodies: Iterable[Responsibility], own: str, places: Places) -> Iterator[Finding]:
    """区城管局 in a county's notice, whose other departments are 县…."""
    named = [(r, of["level"]) for r in bodies if (of := rule("doubts.of_another_level").match(r.mention))]
    others = [r for r, level in named if own.endswith((_COUNTY, _DISTRICT)) and level != own[-1]]
    if len(others) * 4 > len(named):
        return  # the notice is of both, or its place was taken wrongly
    for r in others:
        level = r.mention[0]
        doubt = NameDoubt("foreign-unit", (own[-1] + r.mention[1:],), of=f"{level}级")
        yield _doubted(r, doubt, own, tuple(places[r.mention, r.body]))


def _perhaps_one(
    notice: model.Notice, by_body: dict[str, list[Responsibility]], places: Places
) -> Iterator[Finding]:
    """Two bodies of a place that no registry holds, with one name but for its ending: 县发改局, 县发改委."""
    known: dict[tuple[str | None, tuple[str, ...]], list[model.Unit]] = {}
    for body in by_body:
        unit = notice.units[body]
        if unit.confirmed or not unit.departments or unit.kind != "government-department":
            continue
        same = known.setdefault((unit.jurisdiction, unit.departments), [])
        for other in same:
            one, two = unit.label[:-1], other.label[:-1]
            if one.startswith(two) or two.startswith(one):
                first, second = by_body[other.iri][0], by_body[body][0]
                yield finding(
                    "perhaps-one-body",
                    (*places[first.mention, other.iri][:1], *places[second.mention, body][:1]),
                    about=body,
                    said=first.mention,
                    other=second.mention,
                )
        same.append(unit)


def _members(r: Responsibility, notice: model.Notice, spans: tuple[Span, ...]) -> Iterator[Finding]:
    if not notice.groups[r.body].members_complete:
        yield finding("unknown-members", spans, about=r.body, said=r.mention)


def _tells_more(r: Responsibility, doubt: NameDoubt) -> bool:
    """A guess at a registered body is told by the name that was guessed."""
    return doubt.code == "doubtful-name" and r.resolution == "guessed"


def _resolved(r: Responsibility, spans: tuple[Span, ...], known_place: bool) -> Iterator[Finding]:
    if r.resolution == "repaired":
        for span in spans:
            # A repair is certain where only look-alike characters differ: same length.
            repair = r.name if len(r.mention) == len(r.name) else None
            yield finding("look-alike", (span,), about=r.body, repair=repair, said=r.mention, name=r.name)
    elif r.resolution == "guessed":
        yield finding("guessed-name", spans, about=r.body, said=r.mention, name=r.name)
    elif r.resolution == "unresolved" and known_place:
        yield finding("unknown-unit", spans, about=r.body, said=r.mention)


def _doubted(r: Responsibility, doubt: NameDoubt, own: str, spans: tuple[Span, ...]) -> Finding:
    asked = phrase("meant", names=either(doubt.meant)) if doubt.meant else phrase("check")
    name: str = doubt.code
    if doubt.code == "unknown-township" and doubt.of:
        name = "township-elsewhere"
    elif doubt.code == "former-name" and not doubt.sure:
        name = "renamed-in-most-places"
    elif doubt.code == "doubtful-name":
        name = "name-without-place"
    told: dict[str, Word] = {
        "said": r.mention,
        "of": doubt.of or "",
        "own": own,
        "source": doubt.source or "",
        "asked": asked,
    }
    return finding(name, spans, told, about=r.body, severity="warning" if doubt.sure else "info")
