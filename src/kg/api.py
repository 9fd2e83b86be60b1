"""The Python API: what ``import kg`` offers, over the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import emit, loading, pipeline
from kg.vocab import BASE

if TYPE_CHECKING:
    from kg.model import Notice
    from kg.store.base import Answer, Store
    from kg.validate import Report


def convert(source: str | Path | bytes, *, name: str | None = None) -> Notice:
    """Read a notice (txt, md, html, docx, pdf, ofd).

    Args:
        source: A path, or the bytes of a file.
        name: The file's name, where bytes are given.

    Raises:
        InputError: The file cannot be read, or holds no notice.
    """
    return pipeline.convert(Path(source) if isinstance(source, str) else source, name=name)


def as_json(notice: Notice, base: str = BASE) -> dict[str, Any]:
    """Return the JSON of a notice, as ``ontology/notice-1.schema.json`` describes it."""
    return emit.as_json(notice, base)


def as_nquads(notice: Notice, base: str = BASE) -> str:
    """Return the notice's graph and what it adds to the registry as sorted N-Quads."""
    return emit.nquads(notice, base)


def check(source: str | Path | bytes, *, name: str | None = None) -> Report:
    """Check a notice, or a graph file of another producer, against the shapes."""
    return pipeline.validate(Path(source) if isinstance(source, str) else source, name=name)


@contextmanager
def open_store(address: str | Path | None = None) -> Iterator[Store]:
    """Open a store: a folder, or the URL of a SPARQL endpoint; the rest comes from ``KG_*``."""
    from kg.settings import Settings
    from kg.store import open_store as opened

    settings = Settings() if address is None else Settings(store=str(address))
    store = opened(settings)
    try:
        yield store
    finally:
        store.close()


def load(sources: Iterable[str | Path], store: Store) -> list[loading.Loaded]:
    """Convert, validate and load; each notice replaces its own graph, whole or not at all."""
    return list(loading.load(pipeline.notices_in(Path(s) for s in sources), store))


def run_query(store: Store, name: str, params: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Run a canned query (``kg queries`` lists them) and return flat records."""
    from kg.answering import catalog

    return catalog().run(name, params or {}, store).records()


def sparql(store: Store, text: str) -> Answer:
    """Run SPARQL: rows of terms for SELECT, triples for CONSTRUCT, a boolean for ASK."""
    return store.query(text)
