"""A corpus of several places, levels and years: gold notices, and seven invented for real divisions.

Gold notices stand for provinces, cities, counties, zones and townships of many years; the seven in this
folder (浙江省, 舟山市, 岱山县 in two years, 定海区 in one) and the real one with its next year are of one
province, so that years, levels and neighbours can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kg import loading, pipeline, resources
from kg.compare.deriving import rebuild
from kg.link.imports import load_import
from kg.model import Notice
from kg.store.oxigraph import OxigraphStore
from tests import loaded
from tests.conftest import ROOT

HERE = Path(__file__).parent
BUDGETED = "notice/330922-2024-59976130"  # whose projects the example of budgets names
LOADED = datetime(2031, 3, 1, 1, tzinfo=UTC)
GOLD = {
    "own": ("H01", "H02", "H03", "H04", "H06", "H07", "H09", "H12", "H16"),
    "own2": ("K05", "K09", "K13", "K15"),
    "own4": ("M05", "M14"),
    "own5": ("K01", "K02"),
    "own6": ("N01", "N05", "N13", "N14"),
    "own7": ("P06", "P08", "P12", "P13"),
    "own8": ("Q07", "Q12", "Q14"),
    "own9": ("W03", "W09"),
    "own16": ("A14",),
    "own20": ("E03",),
}


@cache
def notices() -> tuple[Notice, ...]:
    """Return every notice, read once."""
    own = sorted(HERE.glob("*.txt"))
    gold = [_gold(folder, begin) for folder, names in GOLD.items() for begin in names]
    texts = [(path.name, path.read_bytes()) for path in (*own, loaded.REAL, *gold)]
    texts.append(("next.txt", loaded.next_year().encode()))
    return tuple(pipeline.convert(content, name=name) for name, content in texts)


def _gold(folder: str, begin: str) -> Path:
    (path,) = (
        found
        for found in (ROOT / "tests/gold" / folder).glob(f"{begin}*")
        if found.suffix in (".txt", ".md", ".html")
    )
    return path


def store(of: Iterable[Notice], *, imports: bool = False) -> OxigraphStore:
    """Return a store with some notices, compared with each other, and the examples of tables about them."""
    of = list(of)
    made = loaded.prepared()
    for notice in of:
        loading.load_notice(notice, made, at=LOADED)
    if imports:
        example = resources.data("imports")
        budgets = ("budgets",) if any(notice.iri == BUDGETED for notice in of) else ()
        for name in ("statistics", *budgets):
            load_import(example / f"{name}.csv", example / f"{name}.yml", made)
    rebuild(made)
    return made


@cache
def whole() -> OxigraphStore:
    """Return the store of the whole corpus."""
    return store(notices(), imports=True)
