"""Who issues a document, where several do: cut apart, and named in full as they sign.

issuers_in(line) -> the bodies that a title or signature runs together: 马鞍山市财政局马鞍山市税务局
"""

from __future__ import annotations

from kg.parse.lines import Line
from kg.registry.levels import words_of
from kg.registry.patterns import rule

_LEAST = 2  # characters of a signer's name that a title gives


def issuers_in(line: Line) -> tuple[Line, ...]:
    """Cut joint issuers apart: by 、 or a gap, or where the name of the place stands again."""
    if others := rule("header.and_others").search(line.text):
        line = line.part(0, others.start())
    place = rule("header.issuer_place").match(line.text)
    begins_anew, ends_office = rule("header.issuer_begins"), rule("header.office_end")
    spaced = 2 * sum(map(line.gap, range(1, len(line)))) > len(line)  # 国 务 院 办 公 厅
    found: list[Line] = []
    start = 0
    for i in range(1, len(line)):
        again = place is not None and line.text.startswith(place["place"], i)
        begins = (line.gap(i) and not spaced) or again or begins_anew.match(line.text, i)
        if line.text[i] in "、， " or (begins and ends_office.search(line.text[start:i])):
            found.append(line.part(start, i))
            start = i + 1 if line.text[i] in "、， " else i
    found.append(line.part(start))
    return tuple(
        part.part(0, len(part) - 2) if part.text.endswith("文件") else part
        for part in found
        if rule("header.named").search(part.text)
    )


def named_in_full(issuers: tuple[Line, ...], others: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the issuers as they are named in full: 市政府办公室, signed 沽河市人民政府办公室.

    Joint issuers that run on in the title stand apart in the signature.
    """
    if len(issuers) != 1 or not others:
        return issuers
    printed = _plain(issuers[0])
    signed = [other for other in others if other.text]
    if len(signed) > 1 and "".join(_plain(other) for other in signed) == printed:
        return tuple(signed)
    named = [_plain(other) for other in signed]
    if len(named) > 1 and not any(printed in name for name in named) and _are_pieces(printed, named):
        return tuple(signed)
    for other in signed:
        full = _plain(other)
        if (
            full != printed
            and full.endswith(printed)
            and printed[0] in words_of("province", "city", "county")
        ):
            return (other,)
    return issuers


def _are_pieces(printed: str, signed: list[str]) -> bool:
    """Tell whether a title runs the signers together by words of their names: 第六师五家渠市, 县委县政府."""
    if len(signed) == 1:
        return len(printed) >= _LEAST and printed in signed[0]
    cuts = range(_LEAST, len(printed) - _LEAST + 1)
    return any(printed[:cut] in signed[0] and _are_pieces(printed[cut:], signed[1:]) for cut in cuts)


def _plain(line: Line) -> str:
    return line.text.replace("人民政府", "政府").replace(" ", "")
