"""``kg evaluate``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.progress import progress
from kg.errors import UsageError


@click.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--differences", is_flag=True, help="列出每处差异 / list every difference")
@click.option("--rules", is_flag=True, help="每条规则用在几份通知里 / in how many notices each rule holds")
@click.option(
    "--without",
    multiple=True,
    metavar="RULE|FILE|all",
    help="逐条去掉规则再评：规则名、规则文件名、每行一个名字的文件，或 all / "
    "leave rules out one by one: a rule, a file of data/patterns, a file with a name a line, or all",
)
@click.option(
    "--processes", type=click.IntRange(min=1), help="进程数，默认为处理器数 / default: one a processor"
)
def evaluate(
    directory: Path,
    form: str,
    differences: bool,
    rules: bool,
    without: tuple[str, ...],
    processes: int | None,
) -> None:
    """与人工标注比较，给出准确率。Compare conversion with gold: precision, recall, F1."""
    if rules or without:
        _rules(directory, form, without, processes)
        return
    from kg.evaluate import evaluate as run
    from kg.evaluate import find_gold, text_table

    with progress(sum(1 for _ in find_gold(directory)), "评测", "evaluating") as advance:
        result = run(directory, advance)
    if form == "json":
        click.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo(text_table(result))
    if differences:
        for one in result.files:
            for line in one.differences:
                click.echo(f"{one.name}: {line}")


def _rules(directory: Path, form: str, without: tuple[str, ...], processes: int | None) -> None:
    from kg.evaluate import find_gold
    from kg.evaluate.rules import as_dict, leave_each_out, rules_in_use, rules_table

    with progress(sum(1 for _ in find_gold(directory)), "评测", "evaluating") as advance:
        rules = rules_in_use(directory, processes, advance)
    if without:
        wanted = _named(without, [rule.name for rule in rules])
        tried = [rule for rule in rules if rule.name in wanted and (rule.notices or rule.composed)]
        with progress(len(tried), "逐条去掉", "leaving out") as advance:
            leave_each_out(directory, tried, processes, advance)
    if form == "json":
        click.echo(json.dumps(as_dict(rules), ensure_ascii=False, indent=1))
    else:
        click.echo(rules_table(rules))


def _named(without: tuple[str, ...], known: list[str]) -> set[str]:
    """Return the rules that are meant: by name, by the name of their file, in a file, or all."""
    wanted: set[str] = set()
    for given in without:
        path = Path(given)
        names = path.read_text("utf-8").split() if path.is_file() else [given]
        for name in names:
            meant = {rule for rule in known if name in ("all", rule, rule.split(".")[0])}
            if not meant:
                raise UsageError(
                    f"data/patterns 里没有规则 {name}，用 --rules 列出全部规则。",
                    f"data/patterns has no rule {name}; list them all with --rules.",
                )
            wanted |= meant
    return wanted
