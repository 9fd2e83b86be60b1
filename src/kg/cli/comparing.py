"""``kg compare`` and ``kg diff``: two notices, or two versions of one, side by side."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import language, say
from kg.cli.options import OUTPUT, by_ending, judged, opened_store, settings, store_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.compare import Comparison, Side
    from kg.store.base import Store

_FORMATS = click.Choice(["table", "json", "html", "xlsx"])
_format = click.option("--format", "form", type=_FORMATS, default="table", show_default=True)
_output = click.option("-o", "--output", type=OUTPUT, help="写入文件 / write to a file")


@click.command()
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option("--above", help="上级通知，作第三栏 / the notice of the level above, as a third column")
@click.option(
    "--rebuild",
    is_flag=True,
    help="重新比对库中相邻年度、上下级的通知并存入知识库 / compare years and levels in the store again",
)
@_format
@_output
@store_option
def compare(
    a: str | None,
    b: str | None,
    above: str | None,
    rebuild: bool,
    form: str,
    output: Path | None,
    address: str | None,
) -> None:
    """两份通知对照：A 在前或为上级，B 在后或为下级。Two notices side by side: files, or notices of the store.

    一方是文件、文号或 IRI；“文号@2”是它的第 2 版（见 kg history）。
    Each is a file, a number or an IRI; NUMBER@2 is its second version.
    """
    if rebuild:
        if a is not None:
            raise UsageError("--rebuild 不带通知。", "--rebuild takes no notices.")
        _rebuild(address)
    elif a is None or b is None:
        raise UsageError(
            "请给出要对照的两份通知（文件、文号或 IRI）。", "Name the two notices: files, numbers or IRIs."
        )
    else:
        _show((a, b), above, form, output, address, versions=False)


@click.command()
@click.argument("a")
@click.argument("b")
@_format
@_output
@store_option
def diff(a: str, b: str, form: str, output: Path | None, address: str | None) -> None:
    """一份通知两个版本的异同。Two versions of one notice: files, or NUMBER@1 and NUMBER@2 of the store."""
    _show((a, b), None, form, output, address, versions=True)


def _rebuild(address: str | None) -> None:
    from kg.cli.progress import share
    from kg.compare.deriving import rebuild

    with opened_store(address) as store, share("比对", "comparing") as show:
        count = rebuild(store, show)
    say(
        f"已比对 {count} 组通知，结果存入知识库。",
        f"Compared {count} pairs of notices; the store keeps the result.",
    )


def _show(
    names: tuple[str, str],
    above: str | None,
    form: str,
    output: Path | None,
    address: str | None,
    *,
    versions: bool,
) -> None:
    from kg.compare import compare as compared

    form = by_ending(form, output)
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise UsageError("请用 -o 指定 .xlsx 文件名。", "Name the .xlsx file by -o.")
    with ExitStack() as stack:
        sides = Sides(address, stack)
        one, other = (sides.side(name) for name in names)
        over = compared(sides.side(above), other) if above else None
    made = _written(compared(one, other, versions=versions), over, form, language())
    if output is not None:
        output.write_bytes(made.encode() if isinstance(made, str) else made)
    else:
        click.echo(made, nl=isinstance(made, str))


class Sides:
    """Reads sides; the store is opened for the first that is no file."""

    def __init__(self, address: str | None, stack: ExitStack) -> None:
        self._address = address
        self._stack = stack
        self._store: Store | None = None

    def side(self, name: str) -> Side:
        """Read a file, a notice or a version of one."""
        path = Path(name)
        if path.is_file():
            from kg import pipeline
            from kg.compare import reading

            return reading.of_file(pipeline.convert(path, judged=judged()), settings().base)
        if self._store is None:
            self._store = self._stack.enter_context(opened_store(self._address, read_only=True))
        from kg.answering import catalog
        from kg.compare.naming import named

        try:
            return named(name, self._store, catalog())
        except UsageError as error:
            raise UsageError(
                f"“{name}”既不是文件，也不是库中的通知：{error.zh}",
                f"{name} is neither a file nor a notice of the store: {error.en}",
            ) from None


def _written(comparison: Comparison, above: Comparison | None, form: str, lang: str) -> str | bytes:
    if form == "json":
        from kg.compare.formats.json import render as as_json

        return as_json(comparison, above)
    if form == "html":
        from kg.compare.formats.html import render as as_html

        return as_html(comparison, lang, above)
    if form == "xlsx":
        from kg.compare.formats.xlsx import render as as_workbook

        return as_workbook(comparison, lang, above)
    from kg.answering import printed
    from kg.compare.formats.table import render as as_table

    return as_table(comparison, lang, printed, above)
