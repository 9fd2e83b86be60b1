"""Checks that need more than a regex, by the names under which rules of ``data/checks`` ask for them."""

from collections.abc import Callable, Iterator, Mapping

from kg.proof.checks import bodies, dates, frame, marks, pairs, script
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip

Check = Callable[[Sheet], Iterator[Slip]]

CHECKS: Mapping[str, Check] = {
    "addressees": frame.addressees,
    "annex-numbers": frame.annex_numbers,
    "announced-kind": frame.announced_kind,
    "bodies-comma": bodies.commas,
    "bodies-run-together": bodies.run_together,
    "brackets": pairs.brackets,
    "date-style": dates.styles,
    "date-zero": dates.zeros,
    "full-width": script.full_width,
    "half-width-brackets": marks.half_width_brackets,
    "half-width-marks": marks.half_width,
    "homophone": bodies.homophones,
    "imprint-date": dates.imprint,
    "imprint-office": frame.imprint_office,
    "issued-style": dates.issued,
    "letter-dates": dates.in_letter,
    "letters-in-numbers": script.letters_in_numbers,
    "no-addressees": frame.no_addressees,
    "outline-brackets": marks.outline_brackets,
    "page-numbers": marks.page_numbers,
    "quotes": pairs.quotes,
    "signature": frame.signature,
    "space-in-name": bodies.spaces,
    "title-marks": pairs.title_marks,
    "traditional": script.traditional,
    "unended": frame.unended,
}
