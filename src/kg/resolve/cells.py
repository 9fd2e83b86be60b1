"""What a cell or line of a notice says, as the model holds it."""

from __future__ import annotations

import re
from decimal import Decimal

from kg import model
from kg.extract.facts import DeadlineFact, MoneyFact
from kg.extract.unit_lists import cut_list
from kg.model import Fact
from kg.parse.lines import Line, narrow
from kg.registry.measures import measures
from kg.registry.patterns import rule

_YUAN = "yuan"  # key of the measure
_SPACE = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")


def is_empty(line: Line) -> bool:
    """Tell whether a cell holds nothing, or only the mark of an empty one."""
    return rule("tables.blank").search(line.text) is not None


def written(line: Line | None) -> Line | None:
    """Return a cell, unless it holds only the mark of an empty one."""
    return None if line is None or is_empty(line) else line


def as_fact(line: Line | None) -> Fact | None:
    """Return the words of a line with their places; None where it has none."""
    return Fact(line.text, line.spans()) if line is not None and line.text else None


def as_number(line: Line | None) -> Fact | None:
    """Return a document's number as printed, without its spaces but those that part figures: 甲发2024 5号."""
    fact = as_fact(line)
    return Fact(_SPACE.sub("", fact.value), fact.evidence) if fact else None


def as_amount(money: MoneyFact | None) -> model.Amount | None:
    """Return the amount of a cell of money."""
    return model.Amount(money.value, money.spans) if money else None


def as_deadline(found: DeadlineFact | None) -> model.Deadline | None:
    """Return a deadline with its words."""
    return model.Deadline(found.date, found.text, found.spans) if found else None


def yuan_factor(unit: str | None) -> Decimal | None:
    """Return by what an amount in a unit of money is multiplied to give yuan."""
    known = measures().forms[unit] if unit and unit in measures().forms else None
    return Decimal(int(known.factor)) if known and known.key == _YUAN else None


def document_number(line: Line | None) -> str | None:
    """Return a document's number as identity takes it: without spaces, digits narrow."""
    return "".join(narrow(line.text).split()) if line else None


def cut_cell(line: Line | None) -> list[Line]:
    """Cut a cell that lists several: 乡镇政府推荐、县人大代表推荐."""
    if line is None:
        return []
    found = []
    start = 0
    for match in [*rule("tables.several").finditer(line.text), None]:
        end = match.start() if match else len(line)
        part = line.part(start, end)
        if part.text:
            found.append(part)
        start = match.end() if match else end
    return found


def cut_bodies(line: Line | None) -> list[Line]:
    """Cut the addressees or the copy list into its bodies; 省、市属在嵊单位 stays whole."""
    if line is None:
        return []
    found: list[Line] = []
    for part in cut_list(line):
        if len(part) == 1 and found:  # 各委、办、厅、局 is one collective
            start, end = line.at.index(found[-1].at[0]), line.at.index(part.at[-1]) + 1
            found[-1] = line.part(start, end)
        else:
            found.append(part)
    return found
