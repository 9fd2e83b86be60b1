"""Zeren 责任图谱: notices of responsibilities as a knowledge graph that answers questions.

    import kg

    notice = kg.convert("notice.docx")      # file → Notice
    kg.as_json(notice)                      # the JSON of the contract
    kg.as_nquads(notice)                    # sorted N-Quads, equal bytes each time
    kg.check("notice.docx").conforms        # what is wrong, where, and how to mend it
    with kg.open_store("var/store") as store:
        kg.load(["notice.docx"], store)
        kg.run_query(store, "workload")     # a canned query, as flat records
        kg.sparql(store, "ASK {}")          # SPARQL

Names load their modules when they are first used. Every error is a ``kg.KgError`` with a sentence
in Chinese and one in English.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import as_json, as_nquads, check, convert, load, open_store, run_query, sparql
    from kg.errors import KgError
    from kg.version import __version__ as __version__

__all__ = ["KgError", "as_json", "as_nquads", "check", "convert", "load", "open_store", "run_query", "sparql"]

_HOME = {"KgError": "kg.errors", "__version__": "kg.version"}


def __getattr__(name: str) -> Any:
    if name not in __dir__():
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME.get(name, "kg.api")), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
