"""Money that a letter says its projects cost, against what the tables below it, or the tasks, add up to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg import identity
from kg.model import Span
from kg.parse.lines import Line
from kg.proof.sheet import Sheet
from kg.proof.slips import Slip
from kg.proof.tables import Table, tables
from kg.registry.measures import scales
from kg.registry.patterns import rule

_FEWEST = 3  # projects that make a sum
_NEAR = (Decimal("0.6"), Decimal("1.6"))  # of the sum, between which the letter means it
_LEAST = 10_000  # the scale of 万
_AMONG = "其中"


def letter_sums(sheet: Sheet) -> Iterator[Slip]:
    """Find a total that a letter states and no table or list of projects comes to."""
    for label, head in (("letter_total", "money_head"), ("letter_plan", "plan_head")):
        said = list(_said(sheet, f"figures.{label}"))
        if not said:
            continue
        sums = list(_of_tables(sheet, f"figures.{head}"))
        if label == "letter_total":
            sums += _of_tasks(sheet, said)
        known = {made for made, _ in sums} | {sum((made for made, _ in sums), Decimal(0))}
        for line, match in said:
            stated = Decimal(match["number"]) * _scale(match["form"])
            near = [(made, place) for made, place in sums if _NEAR[0] * made <= stated <= _NEAR[1] * made]
            if near and not any(_rounds(match, one) for one in known):
                made, place = near[0]
                values = {"sum": f"{(made / _scale(match['form'])).normalize():f}{match['form']}"}
                yield Slip(line.span(*match.span("mark")), None, (place,), values)


def _said(sheet: Sheet, name: str) -> Iterator[tuple[Line, re.Match[str]]]:
    """Yield the totals that a letter, or the foreword of what it issues, states of this year's projects."""
    for line in (*sheet.parts.get("letter", ()), *_foreword(sheet)):
        for match in rule(name).finditer(line.text):
            # 总投资3亿元，其中年度计划投资1亿元: the year's is a part of the whole, and all of the year.
            before = line.text[: match.start()].removesuffix(_AMONG).rpartition("。")[2]
            if not rule("figures.total_of_others").search(before):
                yield line, match


def _foreword(sheet: Sheet) -> Iterator[Line]:
    """Yield the paragraphs without a number behind the letter, up to the first cost of a task."""
    whole, letter = sheet.whole, sheet.parts.get("letter", ())
    behind = letter[-1].at[-1] if letter else -1
    start = 0
    for said in whole.text.split("\n"):
        end = start + len(said)
        line = whole.part(start, end)
        start = end + 1
        if not said or line.at[0] <= behind:
            continue
        if rule("figures.task_cost").match(said):
            return
        if not rule("figures.list_line").match(said):
            yield line


def _scale(form: str) -> Decimal:
    return Decimal(scales().get(form[:1], 1))


def _rounds(match: re.Match[str], made: Decimal) -> bool:
    """Tell whether a sum is the stated one, to as many places as that has."""
    number = Decimal(match["number"])
    return (made / _scale(match["form"])).quantize(
        Decimal(1).scaleb(int(number.as_tuple().exponent))
    ) == number


def _of_tables(sheet: Sheet, wanted: str) -> Iterator[tuple[Decimal, Span]]:
    """Yield what the columns of money come to, by their rows and by their total."""
    raw = sheet.parts["raw"][0].text if sheet.parts.get("raw") else ""
    told = rule("figures.money_unit").search(raw)
    for table in tables(sheet):
        for column in table.columns:
            head = table.head(column)
            unit = rule("figures.money_unit").search(head) or told
            if unit is None or not rule(wanted).search(head):
                continue
            sums = {*table.totals, *table.groups}
            rows = [r for r, c in table.values if c == column and r not in sums]
            if len(rows) >= _FEWEST:
                yield from _sums(table, column, rows, _scale(unit["form"]))


def _sums(table: Table, column: int, rows: list[int], scale: Decimal) -> Iterator[tuple[Decimal, Span]]:
    made = sum((table.values[r, column] for r in rows), Decimal(0)) * scale
    totals = [r for r in table.totals if (r, column) in table.values]
    yield made, table.rows[totals[-1] if totals else rows[0]][column].span()
    for row in totals:
        yield table.values[row, column] * scale, table.rows[row][column].span()


def _of_tasks(sheet: Sheet, said: Sequence[tuple[Line, re.Match[str]]]) -> Iterator[tuple[Decimal, Span]]:
    """Yield what the tasks cost together, where each says what it costs: as many as there are, or as told."""
    whole, letter = sheet.whole, sheet.parts.get("letter", ())
    behind = letter[-1].at[-1] if letter else 0
    totals = {line.at[match.start("mark")] for line, match in said}
    found = [
        match
        for match in rule("figures.task_cost").finditer(whole.text)
        if whole.at[match.start()] > behind and whole.at[match.start("mark")] not in totals
    ]
    if len(found) >= _FEWEST and len(found) in {len(sheet.lists), *_announced(said)}:
        made = sum((Decimal(one["number"]) * _scale(one["form"]) for one in found), Decimal(0))
        yield made, whole.span(*found[0].span("mark"))


def _announced(said: Sequence[tuple[Line, re.Match[str]]]) -> Iterator[int]:
    """Yield how many projects the sentence of a total says there are: 民生实事5件，计划总投资9860万元."""
    for line, total in said:
        sentence = line.text[: total.start()].rpartition("。")[2]
        for match in rule("figures.counts_projects").finditer(sentence):
            yield identity.ordinal(match["number"] or match["behind"]) or 0
