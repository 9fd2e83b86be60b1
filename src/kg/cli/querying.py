"""``kg query`` and ``kg queries``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import language, say, told
from kg.cli.options import FILE, opened_store, store_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.store.base import Store


@click.command()
@click.argument("name", required=False)
@click.option(
    "-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="参数 / parameter of a canned query"
)
@click.option("-q", "--text", "text", help="SPARQL")
@click.option("-f", "--file", "file", type=FILE, help="SPARQL 文件 / file that holds SPARQL")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "srj", "xml", "turtle", "ntriples"]),
    default="table",
    show_default=True,
)
@click.option(
    "--as-of", "day", metavar="DATE", help="当日终了时的知识库 / the store as it was at the end of a day"
)
@store_option
@click.option("--limit", type=click.IntRange(min=1), help="最多几行 / at most so many rows")
def query(
    name: str | None,
    params: tuple[str, ...],
    text: str | None,
    file: Path | None,
    form: str,
    day: str | None,
    address: str | None,
    limit: int | None,
) -> None:
    """运行常用查询或 SPARQL。Run a canned query (see ``kg queries``) or SPARQL."""
    if sum(given is not None for given in (name, text, file)) != 1:
        raise UsageError(
            "请给出一个查询名，或 -q 文本，或 -f 文件（三者之一）。",
            "Give a query's name, or -q TEXT, or -f FILE: one of them.",
        )
    from kg.answering import catalog, nothing_loaded, run_canned, why_nothing, written

    if name is not None:
        values = _values(params)
        catalog().get(name)  # a wrong name is told before a missing store
        with _asked(address, day) as store:
            why = nothing_loaded(store)
            out = run_canned(store, name, values, form, language(), limit)
    else:
        asked = _read(file) if file else (text or "").removeprefix("\ufeff")
        with _asked(address, day) as store:
            answer = store.query(asked)
            why = why_nothing(answer, asked, store)
        out = written(answer, form, limit)
    click.echo(out, nl=not out.endswith("\n"))
    for hint in why:
        say(f"提示：{hint.zh}。", f"Hint: {hint.en}.")


@contextmanager
def _asked(address: str | None, day: str | None) -> Iterator[Store]:
    """Open the store, or what it held at the end of a day."""
    if day is None:
        with opened_store(address, read_only=True) as store:
            yield store
        return
    from kg.loading import as_of
    from kg.store.versions.as_of import day_of

    then = day_of(day)  # a wrong date is told before a missing store
    with opened_store(address, read_only=True) as store, as_of(store, then) as past:
        yield past


def _values(params: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for param in params:
        key, sign, value = param.partition("=")
        if not sign:
            raise UsageError(f"参数要写成 KEY=VALUE：{param}", f"Write a parameter as KEY=VALUE: {param}")
        values[key] = value
    return values


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(
            f"{file} 不是 UTF-8 文本，请另存为 UTF-8。", f"{file} is no UTF-8 text; save it as UTF-8."
        ) from None


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def queries(form: str) -> None:
    """列出常用查询。List the canned queries."""
    from kg.answering import catalog, list_queries

    for error in catalog().broken.values():
        told(error)
    out = list_queries(form, language())
    click.echo(out, nl=not out.endswith("\n"))
