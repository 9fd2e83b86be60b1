"""What is doubtful about the names of bodies: one finding per printed form, at all its places.

Each says what is wrong in one sentence, and what may be meant where that is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg import model
from kg.model import Finding, NameDoubt, Responsibility, Span
from kg.registry.patterns import rule

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
            yield _with_label(r, spans)
        if r.collective:
            yield from _members(r, notice, spans)
            continue
        by_body.setdefault(r.body, []).append(r)
        if r.also_named:
            yield Finding(
                "info",
                "second-name",
                f"“{r.mention}”的括号中有第二名称“{r.also_named}”。",
                f"“{r.mention}” has a second name in brackets.",
                spans,
                r.body,
            )
        if r.doubt is not None and not _tells_more(r, r.doubt):
            yield _doubted(r, r.doubt, own, spans)
        else:
            yield from _resolved(r, spans, bool(jurisdiction and jurisdiction.code))
    for body, printed in by_body.items():
        variants = [r for r in printed if r.resolution in ("exact", "alias")]
        if len(variants) > 1:
            names = [r.mention for r in variants]
            yield Finding(
                "info",
                "name-variant",
                f"同一单位“{variants[0].name}”印成不同名称：{'、'.join(names)}，建议统一。",
                f"One body is printed under different names: {', '.join(names)}.",
                tuple(span for r in variants for span in places[r.mention, r.body][:1]),
                body,
            )
    yield from _perhaps_one(notice, by_body, places)
    for key, r in seen.items():
        if r.doubt is None and not r.collective:
            yield from _elsewhere(r, notice, own, tuple(places[key]))


def _elsewhere(
    r: Responsibility, notice: model.Notice, own: str, spans: tuple[Span, ...]
) -> Iterator[Finding]:
    """A body whose name begins with another county, and a township that is not among those addressed."""
    of = rule("doubts.of_a_county").match(r.mention)
    if of and own.endswith("县") and of["county"] != own:
        doubt = NameDoubt("foreign-unit", (own[-1] + r.mention.removeprefix(of["county"]),), of=of["county"])
        yield _doubted(r, doubt, own, spans)
    towns = {one.text for one in notice.addressees if rule("doubts.of_a_town").fullmatch(one.text)}
    if len(towns) > _TOWNS and rule("doubts.of_a_town").fullmatch(r.mention) and r.mention not in towns:
        yield Finding(
            "warning",
            "unknown-township",
            f"主送的乡镇中没有“{r.mention}”，请核对。",
            f"“{r.mention}” is not among the townships that the notice is addressed to; check it.",
            spans,
            r.body,
        )


def _with_label(r: Responsibility, spans: tuple[Span, ...]) -> Finding:
    return Finding(
        "warning",
        "doubtful-name",
        f"“{r.mention}”像是标签与单位名称连在一起，请核对原文后改正单位名称。",
        f"“{r.mention}” looks like a label taken together with a name; check the text and correct the name.",
        spans,
        r.body,
    )


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
                yield Finding(
                    "info",
                    "name-variant",
                    f"“{first.mention}”与“{second.mention}”可能是同一单位，请核对后统一。",
                    f"“{first.mention}” and “{second.mention}” may be one body; check, and use one name.",
                    (*places[first.mention, other.iri][:1], *places[second.mention, body][:1]),
                    body,
                )
        same.append(unit)


def _members(r: Responsibility, notice: model.Notice, spans: tuple[Span, ...]) -> Iterator[Finding]:
    if not notice.groups[r.body].members_complete:
        yield Finding(
            "info",
            "unknown-members",
            f"“{r.mention}”包括哪些单位不全知。",
            f"Which bodies “{r.mention}” means is not fully known.",
            spans,
            r.body,
        )


def _tells_more(r: Responsibility, doubt: NameDoubt) -> bool:
    """A guess at a registered body is told by the name that was guessed."""
    return doubt.code == "doubtful-name" and r.resolution == "guessed"


def _resolved(r: Responsibility, spans: tuple[Span, ...], known_place: bool) -> Iterator[Finding]:
    if r.resolution == "repaired":
        for span in spans:
            yield Finding(
                "warning",
                "look-alike",
                f"“{r.mention}”疑为“{r.name}”之误，已按后者认定。",
                f"“{r.mention}” seems misprinted for “{r.name}” and was read so.",
                (span,),
                r.body,
                # A repair is certain where only look-alike characters differ: same length.
                r.name if len(r.mention) == len(r.name) else None,
            )
    elif r.resolution == "guessed":
        yield Finding(
            "warning",
            "doubtful-name",
            f"“{r.mention}”不在名录中，是否为“{r.name}”？请核对。",
            f"“{r.mention}” is not in the registry; is “{r.name}” meant?",
            spans,
            r.body,
        )
    elif r.resolution == "unresolved" and known_place:
        yield Finding(
            "info",
            "unknown-unit",
            f"名录中没有“{r.mention}”，已作为新单位记下，请核对名称。",
            f"The registry does not know “{r.mention}”; it was kept as a new body.",
            spans,
            r.body,
        )


def _doubted(r: Responsibility, doubt: NameDoubt, own: str, spans: tuple[Span, ...]) -> Finding:
    word, meant = r.mention, doubt.meant
    asked = f"是不是“{'”或“'.join(meant)}”？" if meant else ""
    asked_en = f"; did you mean {' or '.join(f'“{name}”' for name in meant)}?" if meant else "; check it."
    if doubt.code == "foreign-unit":
        zh = f"“{word}”是{doubt.of}的单位，本通知属{own}；{asked or '请核对'}"
        en = f"“{word}” is a body of {doubt.of}, the notice is of {own}{asked_en}"
    elif doubt.code == "unknown-township":
        zh = f"{own}的乡镇（街道）中没有“{word}”"
        en = f"{own} has no township or subdistrict “{word}”"
        if doubt.of:
            zh, en = f"{zh}，它属于{doubt.of}", f"{en}, it lies in {doubt.of}"
        zh, en = f"{zh}；{asked or '请核对'}", f"{en}{asked_en}"
    elif doubt.code == "former-name":
        zh = f"“{word}”在成文时已不存在（{doubt.source}），{asked or '请核对'}"
        en = f"“{word}” had been ended by a reform before the notice was issued ({doubt.source}){asked_en}"
        if not doubt.sure:
            zh = f"“{word}”在多数地方已经改名（{doubt.source}），{asked or '请核对'}"
            en = f"“{word}” has been renamed in most places ({doubt.source}){asked_en}"
    else:
        zh = f"“{word}”没有写明是哪一级、哪个地方的单位，请补上"
        en = f"“{word}” does not say of which place it is; add the place."
    zh = zh if zh.endswith("？") else zh + "。"
    severity: model.Severity = "warning" if doubt.sure else "info"
    return Finding(severity, doubt.code, zh, en, spans, r.body)
