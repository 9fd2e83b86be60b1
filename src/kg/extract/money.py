"""Money in the cells of a project.

money_of(cell)        the amount of one cell
money_of_item(item)   those of all its columns of money
"""

from __future__ import annotations

from kg.extract.amounts import number
from kg.extract.facts import MoneyFact
from kg.parse.document import Item
from kg.parse.lines import Line
from kg.registry import patterns

MONEY = ("total", "planned", "fiscal", "upward", "self", "fiscal2", "upward2", "self2")
SUMMED = ("total", "planned", "fiscal", "upward")  # of which a stated total says the sum


def money_of(cell: Line) -> MoneyFact | None:
    """Return the amount that a cell of money holds, or None where it holds none."""
    match = patterns.load("amounts")["money_cell"].match(cell.text)
    if not match:
        return None
    sign = -1 if match["minus"] else 1
    return MoneyFact(sign * number(match["value"].replace("，", ",")), cell.spans())


def money_of_item(item: Item) -> dict[str, MoneyFact]:
    """Return the amounts of an item by their columns."""
    return {kind: fact for kind in MONEY if kind in item.cells and (fact := money_of(item.cells[kind]))}


def all_within_the_year(item: Item) -> bool:
    """Tell whether a project's whole investment is planned for the year."""
    money = money_of_item(item)
    return "total" in money and "planned" in money and money["total"].value == money["planned"].value
