"""Notices by the thousand: the real notice and invented ones told again of other places and years.

    python -m tests.bench.generated 100 > corpus.nq

Two in five are the real notice with another county, its townships, other leaders, year and figures
(17,000 quads each), the others an invented notice of ``tests/gold`` with another number and year
(some 2,500): 8 to 9 million quads for a thousand. The same number gives the same texts. Converted
by the product's own readers, in as many processes as there are cores.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import emit, loading, pipeline
from kg.emit.derived import derived_registry
from kg.emit.ontology import ontology_quads
from kg.emit.registry import registry_quads
from kg.errors import InputError
from kg.link.linksets import linkset_quads
from kg.registry.places import places
from kg.settings import DEFAULT_BASE
from tests.conftest import ROOT
from tests.loaded import REAL

COUNTIES = 60
FIRST_YEAR = 2016
LOADED_AT = "2026-01-01T00:00:00+00:00"
_TOWNSHIPS = ("菜园镇", "嵊山镇", "洋山镇", "五龙乡", "黄龙乡", "枸杞乡", "花鸟乡")
_LEADER = re.compile(r"(?<=、)[一-龥]{2,3}(?=(?:县长|常务副县长|常委|副县长))")
_FIGURE = re.compile(r"(\d+)(?= ?(?:个|家|亿元|万元|公里|亩|户|万平方米|%))")
_NUMBER = re.compile(r"([〔\[(（])(?:19|20)\d\d([〕\])）])\s*\d+(\s*号)")
_YEAR = re.compile(r"20[12]\d(?= ?年)")
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", "安宁海山川岭松柏云帆远征和平立新文武志明"


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of one notice that nobody wrote."""

    name: str
    data: bytes


@cache
def _real() -> str:
    return REAL.read_text("utf-8")


@cache
def _counties() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return counties with as many townships as the real notice names, spread over the country."""
    found = []
    for place in places().divisions():
        if place.code and place.level == "county" and place.name.endswith("县") and len(place.name) == 3:
            towns = [child.name for child in places().townships(place.code)]
            towns = [name for name in towns if name[-1] in "镇乡" and len(name) <= 4]
            if len(towns) >= len(_TOWNSHIPS):
                found.append((place.name, tuple(towns[: len(_TOWNSHIPS)])))
    step = len(found) // COUNTIES
    return tuple(found[::step][:COUNTIES])


@cache
def _invented() -> tuple[Path, ...]:
    """Return the invented notices that list enough to be worth telling again."""
    return tuple(
        path
        for path in sorted((ROOT / "tests/gold").glob("own*/*"))
        if path.suffix in pipeline.NOTICE_SUFFIXES and 3000 <= path.stat().st_size <= 40_000
    )


def draft(number: int) -> Draft:
    """Return the text of one notice."""
    chance = random.Random(number)
    if number % 5 in (0, 2):
        return _retold_real(number, chance)
    order = number - number // 5 * 2 - (number % 5 > 0) - (number % 5 > 2)
    files = _invented()
    path = files[order % len(files)]
    year = FIRST_YEAR - 14 + order // len(files) * 3
    text = pipeline.read(path).content if path.suffix == ".txt" else path.read_text("utf-8")
    text = _YEAR.sub(lambda m: str(year + int(m[0]) % 3), text).replace("2月29日", "2月28日")
    text = _NUMBER.sub(rf"\g<1>{year}\g<2>{order % 90 + 1}\g<3>", text)
    return Draft(path.name, text.encode())


def _retold_real(number: int, chance: random.Random) -> Draft:
    order = number // 5 * 2 + (number % 5 > 0)
    county, towns = _counties()[order % COUNTIES]
    year = FIRST_YEAR + order // COUNTIES
    text = _real().replace("嵊泗县", county).replace("嵊泗", county[:-1])
    for before, after in zip(_TOWNSHIPS, towns, strict=True):
        text = text.replace(before, after)
    text = text.replace("嵊政办发〔2024〕5号", f"{county[0]}政办发〔{year}〕{order % COUNTIES + 3}号")
    text = text.replace("2024", str(year)).replace("2023", str(year - 1))
    naming = random.Random(county)
    for name in dict.fromkeys(_LEADER.findall(text)):
        text = text.replace(name, naming.choice(_SURNAMES) + "".join(naming.sample(_GIVEN, 2)))
    text = _FIGURE.sub(lambda m: str(max(1, int(m[1]) * chance.randrange(80, 130) // 100)), text)
    return Draft("notice.txt", text.encode())


def converted(number: int) -> tuple[str, int, bytes] | None:
    """Return a notice's IRI path, its own size and everything loaded for it as N-Quads; None: no notice."""
    from datetime import datetime

    made = draft(number)
    try:
        notice = pipeline.convert(made.data, name=made.name)
    except InputError:
        return None
    at = datetime.fromisoformat(LOADED_AT)
    quads = [
        *emit.quads(notice, DEFAULT_BASE),
        *emit.derived(notice, DEFAULT_BASE),
        *emit.meta(notice, DEFAULT_BASE, at=at, full_text=True),
    ]
    own = f"<{DEFAULT_BASE}graph/{notice.iri.removeprefix('notice/')}>"
    lines = "".join(f"{s} {p} {o} {g} .\n" for s, p, o, g in quads)
    return notice.iri, sum(quad[3] == own for quad in quads), lines.encode()


def _shared() -> bytes:
    """Return what ``loading.prepare`` loads."""
    base, meta = DEFAULT_BASE, f"<{DEFAULT_BASE}graph/meta>"
    quads = [*ontology_quads(base), *linkset_quads(base), *registry_quads(base), *derived_registry(base)]
    quads += [(*told, meta) for told in loading.foundation(base)]
    return "".join(f"{s} {p} {o} {g} .\n" for s, p, o, g in quads).encode()


def corpus(notices: int) -> Iterator[bytes]:
    """Yield the N-Quads of so many different notices, and before them what every store holds."""
    yield _shared()
    seen: set[str] = set()
    with multiprocessing.Pool(os.cpu_count()) as pool:
        for made in pool.imap(converted, range(notices * 3), chunksize=8):
            if made is None or made[0] in seen:
                continue
            seen.add(made[0])
            yield made[2]
            if len(seen) == notices:
                pool.terminate()
                return
    raise RuntimeError(f"only {len(seen)} of {notices} notices are different")


if __name__ == "__main__":
    for piece in corpus(int(sys.argv[1]) if len(sys.argv) > 1 else 100):
        sys.stdout.buffer.write(piece)
