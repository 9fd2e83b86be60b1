"""``kg evaluate``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.progress import progress


@click.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--differences", is_flag=True, help="列出每处差异 / list every difference")
def evaluate(directory: Path, form: str, differences: bool) -> None:
    """与人工标注比较，给出准确率。Compare conversion with gold: precision, recall, F1."""
    from kg.evaluate import evaluate as run
    from kg.evaluate import find_gold, text_table

    with progress(sum(1 for _ in find_gold(directory)), "评测", "evaluating") as advance:
        result = run(directory, advance)
    if form == "json":
        import json

        click.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo(text_table(result))
    if differences:
        for one in result.files:
            for line in one.differences:
                click.echo(f"{one.name}: {line}")
