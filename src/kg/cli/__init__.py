"""``kg``: arguments in, one call, text out.

    group.py, options.py, progress.py    what the commands have in common
    …ing.py                              a command, or a family of them, each

Heavy libraries are imported inside the commands: ``kg --help`` must stay quick.
"""

from __future__ import annotations

import click

from kg.cli import (
    aligning,
    bulk,
    comparing,
    converting,
    evaluating,
    history,
    importing,
    keeping,
    ledgers,
    linking,
    loading,
    querying,
    serving,
    tables,
    validating,
)
from kg.cli.group import Group, language_option
from kg.version import __version__


@click.group(cls=Group, params=[language_option()], context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Zeren 责任图谱：把责任分解通知变成可查询的知识图谱。

    Turn a government's notice of responsibilities into a knowledge graph that answers questions.
    """


for _command in (
    converting.convert,
    validating.validate,
    loading.load,
    querying.query,
    querying.queries,
    history.history,
    comparing.compare,
    comparing.diff,
    ledgers.ledger,
    keeping.export,
    keeping.backup,
    keeping.restore,
    linking.link,
    linking.linkset,
    importing.import_,
    serving.serve,
    tables.tables,
    bulk.bulk,
    evaluating.evaluate,
    aligning.indicators,
):
    cli.add_command(_command)


def main() -> None:
    """Entry point of the command."""
    cli(prog_name="kg")
