"""Characters of another set: traditional among simplified, full-width digits, letters for digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from kg.names.script import simplified, table
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.registry.patterns import rule

_DIGITS = str.maketrans("OoＯ〇lI", "000011")


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile("[" + "".join(table()) + "]+")


def traditional(sheet: Sheet) -> Iterator[Slip]:
    """Find traditional characters in a simplified text."""
    whole = sheet.whole
    if sheet.traditional:
        return
    for match in _traditional().finditer(whole.text):
        if not sheet.spares(*match.span()) and not rule("proof.old_names").match(whole.text, match.start()):
            yield Slip(whole.span(*match.span()), simplified(match[0]))


def full_width(sheet: Sheet) -> Iterator[Slip]:
    """Find full-width digits and letters."""
    whole = sheet.whole
    for match in rule("proof.full_width").finditer(whole.text):
        if not sheet.spares(*match.span()):
            yield Slip(whole.span(*match.span()), unicodedata.normalize("NFKC", match[0]))


def letters_in_numbers(sheet: Sheet) -> Iterator[Slip]:
    """Find the letters O and l where a number wants 0 and 1."""
    whole = sheet.whole
    for match in rule("proof.letters_in_number").finditer(whole.text):
        if not sheet.spares(*match.span()):
            yield Slip(whole.span(*match.span()), match[0].translate(_DIGITS))
