"""A side by what a person calls it: a document's number, a title or an IRI, and which version.

named("嵊政办发〔2024〕5号", …)      the notice that stands
named("嵊政办发〔2024〕5号@2", …)    its second version, as kg history counts
"""

from __future__ import annotations

from kg.compare import reading
from kg.compare.values import Side
from kg.query import Catalog
from kg.store.base import Store


def named(name: str, store: Store, catalog: Catalog) -> Side:
    """Read a notice of a store, or a version of one.

    Raises:
        UsageError: there is no such notice.
        NotFound: there is no such version, or it was not kept.
    """
    asked, _, number = name.rpartition("@")
    if not (asked and number.isascii() and number.isdigit() and len(number) < 6):
        asked, number = name, ""
    notice = catalog.term(catalog.get("versions-of-a-notice").params["notice"], asked.strip(), store).value
    return reading.of_version(store, notice, int(number)) if number else reading.of_notice(store, notice)
