"""``kg validate``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import language, say, told
from kg.cli.options import OUTPUT, PATH, judged
from kg.cli.progress import progress
from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    from kg.validate import Report


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "turtle", "html", "github", "junit"]),
    default="text",
    show_default=True,
    help="报告格式 / form of the report",
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="达到此级别即不通过 / the level at which a notice fails",
)
@click.option(
    "--severity",
    type=click.Choice(["violation", "warning", "info"]),
    default="info",
    help="只列此级别及以上 / least level to list",
)
@click.option("--rule", "rules", multiple=True, help="只列这些规则 / only these rules")
@click.option("--without", multiple=True, help="不列这些规则 / not these rules")
@click.option("--cap", type=click.IntRange(min=1), help="每条规则最多列几处 / entries of each rule")
@click.option(
    "--fix",
    "fixed",
    type=OUTPUT,
    help="把确定的修复写入新文件 / write certain repairs to a new file",
)
@click.option("-o", "--output", type=OUTPUT, help="写入文件 / write to a file")
def validate(
    files: tuple[Path, ...],
    form: str,
    fail_on: str,
    severity: str,
    rules: tuple[str, ...],
    without: tuple[str, ...],
    cap: int | None,
    fixed: Path | None,
    output: Path | None,
) -> None:
    """校验通知，说明哪里有问题、怎样改。Check notices against the rules."""
    from kg import pipeline
    from kg.validate import render

    paths = _with_graphs(files)
    if fixed is not None and len(paths) > 1:
        raise UsageError("--fix 一次只改一个文件。", "--fix mends one file at a time.")
    status = 0
    reports: list[Report] = []
    with progress(len(paths), "校验", "validating") as advance:
        for path, outcome in pipeline.validate_many(paths, lambda _path: advance(), judged()):
            if isinstance(outcome, KgError):
                status = max(status, told(outcome, path if len(paths) > 1 else None))
                continue
            status = max(status, 1 if outcome.fails(fail_on) else 0)  # type: ignore[arg-type]
            reports.append(outcome.select(severity=severity, rules=rules, without=without, cap=cap))  # type: ignore[arg-type]
            if fixed is not None:
                _write_fixed(outcome, fixed)
    if reports:
        text = render(reports[0] if len(reports) == 1 else reports, form, language())
        if output is not None:
            output.write_text(text, "utf-8")
        else:
            click.echo(text, nl=not text.endswith("\n"))
    sys.exit(status)


def _with_graphs(files: Sequence[Path]) -> list[Path]:
    from kg import pipeline

    return [p for f in files for p in ([f] if not f.is_dir() else pipeline.notices_in([f]))]


def _write_fixed(report: Report, target: Path) -> None:
    from kg.validate import fix

    if target.exists():
        raise UsageError(f"{target} 已存在，请换一个文件名。", f"{target} exists; choose another name.")
    text, repairs = fix(report)
    target.write_text(text, "utf-8")
    for repair in repairs:
        mark = repair.mark
        before = repair.before.replace("\n", "⏎")
        say(
            f"已修复 {mark.line}:{mark.column} “{before}” → “{repair.after}”（{repair.rule_id}）",
            f"mended {mark.line}:{mark.column} “{before}” → “{repair.after}” ({repair.rule_id})",
        )
    say(f"共 {len(repairs)} 处，写入 {target}。", f"{len(repairs)} repairs written to {target}.")
