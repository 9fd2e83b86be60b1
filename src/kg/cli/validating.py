"""``kg validate``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import language, say, told
from kg.cli.options import OUTPUT, PATH, by_ending, judged, settings
from kg.cli.placing import place, refuse
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
@click.option(
    "--pack",
    "packs",
    help="只看这些规则包：content、form、proof，用逗号分开；默认都看，退出码只看 content / only these packs; "
    "by default all, and content alone decides the exit status",
)
@click.option("--rule", "rules", multiple=True, help="只列这些规则 / only these rules")
@click.option("--without", multiple=True, help="不列这些规则 / not these rules")
@click.option("--cap", type=click.IntRange(min=1), help="每条规则最多列几处 / entries of each rule")
@click.option(
    "--against",
    multiple=True,
    help="与上年或上级的通知对照：文件、文号或 IRI / also against another notice: a file, number or IRI",
)
@click.option(
    "--comments",
    "commented",
    type=OUTPUT,
    help="把各条问题作为批注写入新的 docx / write the entries as comments into a new docx",
)
@click.option(
    "--fix",
    "fixed",
    type=OUTPUT,
    help="把确定的修复写入新文件，docx 用修订 / write certain repairs to a new file, tracked in a docx",
)
@click.option("-o", "--output", type=OUTPUT, help="写入文件 / write to a file")
def validate(
    files: tuple[Path, ...],
    form: str,
    fail_on: str,
    severity: str,
    packs: str | None,
    rules: tuple[str, ...],
    without: tuple[str, ...],
    cap: int | None,
    against: tuple[str, ...],
    commented: Path | None,
    fixed: Path | None,
    output: Path | None,
) -> None:
    """校验通知，说明哪里有问题、怎样改。Check notices against the rules."""
    from kg import pipeline
    from kg.proof import wanted
    from kg.validate import render

    paths = _with_graphs(files)
    written_back = [target for target in (commented, fixed) if target is not None]
    _refuse_several(paths, written_back, against)
    refuse(written_back)
    looked_at = wanted(packs)
    deciding = looked_at if packs is not None else pipeline.CONTENT
    checks = settings().checks if os.environ.get("KG_CHECKS") else None
    status = 0
    reports: list[Report] = []
    made: list[_Written] = []
    with progress(len(paths), "校验", "validating") as advance:
        for path, outcome in pipeline.validate_many(
            paths, lambda _path: advance(), judged(), packs=looked_at, checks=checks
        ):
            if against and not isinstance(outcome, KgError):
                outcome = _against(path, outcome, against)
            if isinstance(outcome, KgError):
                status = max(status, told(outcome, path if len(paths) > 1 else None))
                continue
            status = max(status, 1 if outcome.fails(fail_on, deciding) else 0)  # type: ignore[arg-type]
            shown = outcome.select(severity=severity, rules=rules, without=without, cap=cap)  # type: ignore[arg-type]
            reports.append(shown)
            if commented:
                made.append(_commented(path, shown, commented))
            if fixed:
                made.append(_fixed(path, outcome.select(rules=rules, without=without), fixed))
    text = ""
    if reports:
        form = by_ending(form, output)
        text = render(reports[0] if len(reports) == 1 else reports, form, language())
    report = {output: text.encode()} if output is not None and reports else {}
    place({one.target: one.data for one in made} | report)
    _tell(made)
    if reports and output is None:
        click.echo(text, nl=not text.endswith("\n"))
    sys.exit(status)


def _tell(made: list[_Written]) -> None:
    for one in made:
        for zh, en in one.told:
            say(zh, en)


def _refuse_several(paths: list[Path], written_back: list[Path], against: tuple[str, ...]) -> None:
    if len(paths) < 2:
        return
    if written_back:
        raise UsageError(
            "--comments、--fix 一次只写一个文件。", "--comments and --fix write one file at a time."
        )
    if against:
        raise UsageError("--against 一次只对照一份草稿。", "--against takes one draft at a time.")


def _against(path: Path, report: Report, others: Sequence[str]) -> Report | KgError:
    """Add what a draft is told against other notices, files or those of the store (``KG_STORE``)."""
    from kg import pipeline
    from kg.cli.comparing import Sides

    try:
        notice = pipeline.convert(path, judged=judged())
        with ExitStack() as stack:
            sides = Sides(None, stack)
            found = [sides.side(name) for name in others]
            return pipeline.with_others(report, notice, found, settings().base)
    except KgError as error:
        return error


def _with_graphs(files: Sequence[Path]) -> list[Path]:
    from kg import pipeline

    return [p for f in files for p in ([f] if not f.is_dir() else pipeline.notices_in([f]))]


@dataclass(frozen=True)
class _Written:
    """A file to be written, and what is said once it is."""

    target: Path
    data: bytes
    told: tuple[tuple[str, str], ...]


def _commented(path: Path, report: Report, target: Path) -> _Written:
    from kg.validate.written import commented_file

    data = commented_file(path.read_bytes(), path.name, report, language())
    _fits(target, (".docx",))
    count = len(report.entries)
    told = (f"共 {count} 条批注，写入 {target}。", f"{count} comments written to {target}.")
    return _Written(target, data, (told,))


def _fixed(path: Path, report: Report, target: Path) -> _Written:
    from kg.validate.written import repaired_file

    written = repaired_file(path.read_bytes(), path.name, report)
    _fits(target, written.endings)
    told: list[tuple[str, str]] = []
    for repairs, zh, en in ((written.made, "已修复", "mended"), (written.left, "未能修复", "not mended")):
        for repair in repairs:
            at = f"{repair.mark.line}:{repair.mark.column}"
            before = repair.before.replace("\n", "⏎")
            said = f"{at} “{before}” → “{repair.after}”"
            told.append((f"{zh} {said}（{repair.rule_id}）", f"{en} {said} ({repair.rule_id})"))
    count = len(written.made)
    told.append((f"共 {count} 处，写入 {target}。", f"{count} repairs written to {target}."))
    return _Written(target, written.data, tuple(told))


def _fits(target: Path, endings: tuple[str, ...]) -> None:
    if target.suffix.lower() not in endings:
        raise UsageError(
            f"写入的内容是 {endings[0]}，文件名却是“{target.name}”；请把后缀改为 {endings[0]}。",
            f"What is written is {endings[0]}, but the name is {target.name}: let it end in {endings[0]}.",
        )
