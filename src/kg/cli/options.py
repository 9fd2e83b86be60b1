"""What several commands take: paths, ``--store``, and the settings behind them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.resolve.judgements import Judgements
    from kg.settings import Settings
    from kg.store.base import Store

PATH = click.Path(path_type=Path)  # reading says what is wrong with it, in two languages
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(path_type=Path)
store_option = click.option("--store", "address", help="存储目录或 SPARQL 地址（KG_STORE）/ folder or URL")


folder_option = click.option("--store", "address", help="存储目录（KG_STORE）/ folder")


# What the ending of an output file means, where a command knows that format.
_MEANS = {
    ".json": "json", ".jsonld": "jsonld", ".csv": "csv", ".tsv": "tsv", ".xlsx": "xlsx",
    ".parquet": "parquet", ".html": "html", ".htm": "html", ".ttl": "turtle", ".trig": "trig",
    ".nq": "nquads", ".sarif": "sarif",
}  # fmt: skip


def by_ending(form: str, output: Path | str | None) -> str:
    """Return the format that ``--format`` names; without it, the one that the file's ending means."""
    context = click.get_current_context()
    if output is None or context.get_parameter_source("form") is not ParameterSource.DEFAULT:
        return form
    option = next(param for param in context.command.params if param.name == "form")
    means = _MEANS.get(Path(output).suffix.lower(), form)
    return means if isinstance(option.type, click.Choice) and means in option.type.choices else form


def settings(**given: Any) -> Settings:
    """Return the settings of the environment, under what the command line gives.

    Raises:
        UsageError: one of them is wrong.
    """
    from pydantic import ValidationError

    from kg.settings import Settings as Made

    try:
        return Made(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "KG_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UsageError(
            f"设置 {name} 有误：{first['msg']}。", f"The setting {name} is wrong: {first['msg']}."
        ) from None


def judged() -> Judgements | None:
    """Return what people judged of names where KG_JUDGEMENTS says more than the installation, else None.

    Raises:
        UsageError: there is no such folder.
        DataError: a line is no judgement, or two contradict each other.
    """
    if not os.environ.get("KG_JUDGEMENTS"):
        return None  # settings take time to make, and a conversion needs none
    from kg.resolve.judgements import with_folder

    return with_folder(settings().judgements)


def judged_of_store(address: str | None) -> Judgements | None:
    """Return what ``judged`` does, or what people judged on the pages of this store, beside it.

    Raises:
        UsageError: there is no such folder.
        DataError: a line is no judgement, or two contradict each other.
    """
    from kg.resolve.judgements import with_folder
    from kg.store import judgements_of

    given = settings(store=address)
    folder = judgements_of(given)
    return with_folder(folder) if given.judgements or folder.is_dir() else None


@contextmanager
def opened_store(address: str | None, *, read_only: bool = False) -> Iterator[Store]:
    """Open the store; ``read_only`` neither makes a folder nor keeps other readers out."""
    from kg.store import open_store

    made = open_store(settings(store=address), read_only=read_only)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def following(store: Store) -> Iterator[Callable[[], None]]:
    """Give what brings all that is kept beside the store after its writes; at the end, all of it whole.

    A store without a folder here has its keepers elsewhere: in the service that owns it.
    """
    if store.folder is None:
        yield lambda: None
        return
    from kg import resources
    from kg.kept.keeper import kept_beside
    from kg.query import Catalog
    from kg.store.following import follow, settle
    from kg.tables.building import folder_of
    from kg.tables.keeper import tables_beside

    kept = kept_beside(store, Catalog.load(resources.queries()))
    tables = tables_beside(store, folder_of(settings(store=str(store.folder))))
    keepers = [keeper for keeper in (kept, tables) if keeper is not None]
    try:
        yield lambda: follow(store, keepers)
        settle(store, keepers)
    finally:
        kept.close()
