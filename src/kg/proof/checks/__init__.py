"""Checks that need more than a regex, by the names under which rules of ``data/checks`` ask for them."""

from collections.abc import Callable, Iterator, Mapping

from kg.proof.checks import (
    bodies,
    calendar,
    counts,
    dates,
    frame,
    letter_counts,
    letter_sums,
    marks,
    order,
    pairs,
    script,
    table_sums,
)
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip

Check = Callable[[Sheet], Iterator[Slip]]

CHECKS: Mapping[str, Check] = {
    "announced-steps": counts.steps,
    "addressees": frame.addressees,
    "addressee-level": frame.addressee_level,
    "annex-numbers": frame.annex_numbers,
    "announced-kind": frame.announced_kind,
    "announced-title": frame.announced_title,
    "bodies-comma": bodies.commas,
    "bodies-run-together": bodies.run_together,
    "brackets": pairs.brackets,
    "copied-addressed": frame.copied_addressed,
    "date-style": dates.styles,
    "date-zero": dates.zeros,
    "full-width": script.full_width,
    "half-width-brackets": marks.half_width_brackets,
    "half-width-marks": marks.half_width,
    "homophone": bodies.homophones,
    "impossible-days": calendar.impossible_days,
    "imprint-date": dates.imprint,
    "imprint-office": frame.imprint_office,
    "issued-style": dates.issued,
    "later-than-issue": calendar.later_than_issue,
    "letter-counts": letter_counts.letter_counts,
    "letter-dates": dates.in_letter,
    "letter-sums": letter_sums.letter_sums,
    "letter-years": calendar.letter_years,
    "letters-in-numbers": script.letters_in_numbers,
    "months-in-characters": calendar.months_in_characters,
    "name-written-otherwise": order.names,
    "named-counts": counts.named_counts,
    "no-addressees": frame.no_addressees,
    "number-order": order.number_order,
    "outline-brackets": marks.outline_brackets,
    "page-numbers": marks.page_numbers,
    "past-days": calendar.past_days,
    "post-differs": order.posts,
    "quotes": pairs.quotes,
    "signature": frame.signature,
    "space-in-name": bodies.spaces,
    "table-sums": table_sums.table_sums,
    "title-marks": pairs.title_marks,
    "traditional": script.traditional,
    "unended": frame.unended,
    "weekdays": calendar.weekdays,
}
