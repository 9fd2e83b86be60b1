"""``kg ledger``: the ledger of a notice, a unit or a leader as an Excel file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.group import language, say
from kg.cli.options import OUTPUT, opened_store, store_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.ledger.entries import Ledger
    from kg.store.base import Store


@click.command()
@click.option("--notice", help="通知的文号或 IRI / a notice: its number or IRI")
@click.option("--unit", help="单位的名称或 IRI / a unit: its name or IRI")
@click.option("--leader", help="领导的姓名或 IRI / a leader: the name or IRI")
@click.option("--chapter", help="只要通知的这一章：标题或 IRI / this chapter of the notice: heading or IRI")
@click.option(
    "--year", help="单位、领导的年度，默认最近一年 / year of a unit or leader (default: the newest)"
)
@click.option("-o", "--output", type=OUTPUT, required=True, help="写入文件 / file to write")
@store_option
def ledger(
    notice: str | None,
    unit: str | None,
    leader: str | None,
    chapter: str | None,
    year: str | None,
    output: Path,
    address: str | None,
) -> None:
    """任务台账（Excel）：一行一项任务，留有进展情况等空栏。Write a ledger of tasks as an Excel file."""
    if sum(given is not None for given in (notice, unit, leader)) != 1:
        raise UsageError(
            "请给出 --notice、--unit、--leader 三者之一。", "Give one of --notice, --unit, --leader."
        )
    if (chapter is not None and notice is None) or (year is not None and notice is not None):
        raise UsageError(
            "--chapter 只用于通知，--year 只用于单位和领导。",
            "--chapter is for notices, --year for units and leaders.",
        )
    from kg.ledger.book import book

    with opened_store(address, read_only=True) as store:
        found = _read(store, {"notice": notice, "unit": unit, "leader": leader}, chapter, year)
    output.write_bytes(book(found, language()))
    say(f"{output}：{len(found.entries)} 项。", f"{output}: {len(found.entries)} items.")


def _read(store: Store, named: dict[str, str | None], chapter: str | None, year: str | None) -> Ledger:
    from kg.answering import catalog
    from kg.ledger.scopes import chapters_of, of_leader, of_notice, of_unit

    found = catalog()

    def ask(name: str, /, **values: str | None) -> Any:
        return found.run(name, {key: value for key, value in values.items() if value}, store).dicts()

    kind, text = next((kind, text) for kind, text in named.items() if text is not None)
    query = found.get(
        {"notice": "ledger-items", "unit": "list-of-a-unit", "leader": "tasks-of-a-leader"}[kind]
    )
    iri = found.term(query.params[kind], text, store).value
    if kind == "unit":
        return of_unit(ask, iri, year)[0]
    if kind == "leader":
        return of_leader(ask, iri, year)
    if chapter is not None and "://" not in chapter:
        chapters = {each.name: each.iri for each in chapters_of(ask, iri)}
        if chapter not in chapters:
            names = "、".join(chapters)
            raise UsageError(
                f"没有章节“{chapter}”；有：{names}。", f"No chapter {chapter!r}; there are: {names}."
            )
        chapter = chapters[chapter]
    return of_notice(ask, iri, chapter)
