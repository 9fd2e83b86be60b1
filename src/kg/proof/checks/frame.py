"""The frame of a letter: addressees, annexes that it announces, its end, signature and imprint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.parse.bodies import names_bodies
from kg.parse.lines import Line
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry import patterns
from kg.registry.patterns import rule

_ABOVE = 6  # lines above the first of a letter in which its addressees may stand
_SHORT = 10  # characters below which a line without a full stop is a label or a greeting


def addressees(sheet: Sheet) -> Iterator[Slip]:
    """Find addressees that end with anything but a full-width colon."""
    known = sheet.line("addressees")
    if known is not None:
        if known.text.endswith(":"):
            yield Slip(known.span(len(known) - 1), "：")
        return
    first = sheet.line("letter")
    if first is None:
        return
    bare = first.text.rstrip("：:。；;，,、.")
    if not rule("header.addressed").search(bare) or not _addresses(bare):
        return
    if rule("header.source_label").search(bare):
        return  # 来源：区政府办, as a page tells it
    if len(bare) == len(first.text):
        yield Slip(first.span(), None)
    elif first.text[-1] not in "：:":
        yield Slip(first.span(len(bare)), "：")


def _addresses(text: str) -> bool:
    sets = rule("proof.addresses_all").fullmatch(text) is not None
    return sets or (names_bodies(text) and not text.startswith("各"))


def no_addressees(sheet: Sheet) -> Iterator[Slip]:
    """Find 印发给你们 in a letter that addresses nobody."""
    letter = sheet.parts.get("letter", ())
    if sheet.line("title") is None or sheet.line("addressees") is not None:
        return
    for line in letter:
        if match := rule("proof.issues_to").search(line.text):
            said = line.span(*match.span())
            above = sheet.content[: said.start].splitlines()[-_ABOVE:]
            inline = rule("proof.addressed_inline").search(above[-1]) if above else None
            if not inline and not any(_ends_addressees(one) for one in above):
                yield Slip(said, None)
            return


def _ends_addressees(line: str) -> bool:
    return line.rstrip().endswith(("：", ":")) or _addresses(line.strip("　 。，；,;."))


def announced_kind(sheet: Sheet) -> Iterator[Slip]:
    """Find a letter that names the document it issues by another year or kind than its title does."""
    title = sheet.line("title")
    named = rule("proof.issues_title").search(title.text) if title is not None else None
    if title is None or named is None:
        return
    for line in sheet.parts.get("letter", ()):
        told = rule("proof.announces").search(line.text)
        if told and any(
            one and other and one.group() != other.group()
            for one, other in (
                (name.search(named["named"]), name.search(told["named"]))
                for name in (rule("proof.document_kind"), rule("proof.year_of"))
            )
        ):
            place = title.span(*named.span("named"))
            yield Slip(line.span(*told.span("named")), None, (place,), {"title": named["named"]})


def announced_title(sheet: Sheet) -> Iterator[Slip]:
    """Find a letter that calls the one document it issues by another name than its title does."""
    title = sheet.line("title")
    named = rule("proof.issues_title").search(title.text) if title is not None else None
    if title is None or named is None:
        return
    own = _bare(named["named"])
    for line in sheet.parts.get("letter", ()):
        for told in rule("proof.announces").finditer(line.text):
            said = _bare(told["named"])
            if said not in own and own not in said:
                place = title.span(*named.span("named"))
                yield Slip(line.span(*told.span("named")), None, (place,), {"title": named["named"]})


def _bare(name: str) -> str:
    left = rule("proof.name_of_place")
    return left.sub("", left.sub("", name))  # the place may stand behind the year


def addressee_level(sheet: Sheet) -> Iterator[Slip]:
    """Find addressees of another level than the issuer: 县政府各部门 of a city, counties of a county."""
    title, addressees = sheet.line("title"), sheet.line("addressees")
    if title is None or addressees is None:
        return
    if rule("proof.of_county_title").match(title.text):
        for match in rule("proof.to_counties").finditer(addressees.text):
            yield Slip(addressees.span(*match.span()))
    own = rule("proof.level_of_title").match(title.text)
    if own is None:
        return
    for match in rule("proof.of_level").finditer(addressees.text):
        if match.group("level", "town").count(own["level"]) == 0:
            yield Slip(addressees.span(*match.span()))


def copied_addressed(sheet: Sheet) -> Iterator[Slip]:
    """Find bodies that are addressed and copied besides."""
    addressees = sheet.line("addressees")
    named = set(_names(addressees.text)) if addressees is not None else set()
    for line in sheet.parts.get("copied", ()):
        for name in dict.fromkeys(_names(line.text)):
            if name in named:
                at = line.text.index(name)
                yield Slip(line.span(at, at + len(name)))


def _names(text: str) -> list[str]:
    return [name for name in re.split(r"[，、；。：:,;\s]+", text.removeprefix("抄送")) if len(name) > 1]


def annex_numbers(sheet: Sheet) -> Iterator[Slip]:
    """Find annexes announced as 附件1：… instead of 附件：1.…, and a first one without its number."""
    announced = sheet.parts.get("announced", ())
    first = rule("proof.annex_unnumbered").match(announced[0].text) if len(announced) > 1 else None
    if first and rule("proof.second_annex").search(announced[1].text):
        yield Slip(announced[0].span(*first.span("mark")), "附件：1.")
    for line in announced:
        if match := rule("proof.annex_numbered").match(line.text):
            number = match["number"]
            repair = f"附件：{number}." if number == "1" else f"{number}."
            yield Slip(line.span(*match.span("mark")), repair)


def unended(sheet: Sheet) -> Iterator[Slip]:
    """Find the letter's last sentence without a mark at its end."""
    announced = {line.at[0] for line in sheet.parts.get("announced", ())}
    said = [line for line in sheet.parts.get("letter", ()) if line.at[0] not in announced]
    if len(said) < 2 or len(said[-1]) < _SHORT or not sheet.parts.get("signed"):
        return
    last = said[-1]
    if rule("proof.ends_in_word").search(last.text) and "，" in last.text:
        yield Slip(last.span(len(last) - 2), last.text[-2:] + "。")


def signature(sheet: Sheet) -> Iterator[Slip]:
    """Find a signature that names another body than the title does."""
    title, signed = sheet.line("title"), sheet.parts.get("signed") or _undated(sheet)
    if title is None or len(signed) != 1:
        return
    named = rule("proof.street_office").sub("", _issuer(title))
    in_full = not ("人民政府" in named and "人民政府" not in signed[0].text)  # 县政府办公室 signs nothing
    if named and not (in_full and _same(named, signed[0].text)):
        issuer = _issuer(title)
        yield Slip(signed[0].span(), None, (title.span(0, len(issuer)),), {"issuer": issuer})


def _undated(sheet: Sheet) -> tuple[Line, ...]:
    """Return the last line of a letter, or that above it, which is a body's name: its day was not read."""
    ends = sheet.parts.get("letter", ())[2:][-2:]
    return tuple(line for line in ends if rule("proof.issuer_line").search(line.text))


def imprint_office(sheet: Sheet) -> Iterator[Slip]:
    """Find an imprint whose office is of another body than the issuer: by the title, else the signature."""
    line, title, signed = sheet.line("imprint"), sheet.line("title"), sheet.parts.get("signed", ())
    found = rule("proof.imprint_office").match(line.text) if line is not None else None
    if line is None or found is None or len(signed) > 1:
        return
    named = _issuer(title) if title is not None else ""
    issuer = title.part(0, len(named)) if title is not None and named else next(iter(signed), None)
    if issuer is None or _plain(found["office"]).startswith(_stem(issuer.text)):
        return
    if not _same(issuer.text, found["office"]):
        yield Slip(line.span(*found.span("office")), None, issuer.spans(), {"issuer": issuer.text})


def _issuer(title: Line) -> str:
    """Return who issues a document, by its title; nothing where several do or none is named."""
    act = rule("header.act").search(title.text)
    named = title.text[: act.start()] if act else ""
    return (
        named if rule("titles.issuer").fullmatch(named) or rule("duties.units_only").fullmatch(named) else ""
    )


def _same(one: str, other: str) -> bool:
    """Tell whether two names are of one body: 县政府办公室 is 清漪县人民政府办公室."""
    short, long = sorted((_plain(one), _plain(other)), key=len)
    return long.endswith(short)


def _plain(name: str) -> str:
    for long, short in patterns.load("proof").raw["short_forms"]:
        name = name.replace(long, short)
    return name.removeprefix("中共").removesuffix("文件")


def _stem(issuer: str) -> str:
    return _plain(issuer).removesuffix("办公室").removesuffix("办公厅")
