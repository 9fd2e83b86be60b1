"""Linking a table beside pandas copying it, as whole processes; reconciliation over a large store.

    python -m tests.bench link

The bound of the table: 5 times ``python -c "import pandas; …"``, for 10,000 rows with 2,000
distinct names. pandas is no dependency: ``KG_BENCH_PANDAS`` names a Python that has it, else the
ratio is against a plain copy by the csv module and is told as such.
"""

from __future__ import annotations

import csv
import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kg.link.entities import Entities
from kg.link.match import Matcher
from kg.link.reconcile import Reconciler
from kg.store.oxigraph import OxigraphStore
from tests.bench.corpus import corpus
from tests.conftest import ROOT

ROWS, DISTINCT = 10_000, 2_000
_PLACES = ["嵊泗县", "岱山县", "象山县", "定海区", "东屿县", "县", "", "舟山市", "浙江省嵊泗县"]
_KINDS = ["财政", "教育", "水利", "文旅", "体育", "档案", "海洋", "人社", "住建", "交通", "审计", "统计"]
_ENDS = ["局", "委", "办", "中心", "局（本级）", "局机关", "所"]


def table(path: Path) -> None:
    """Write the table: variants, real and foreign names, half of them met five times."""
    chosen = random.Random(7)
    variants = (ROOT / "tests/link/variants.csv").read_text("utf-8").splitlines()
    names = dict.fromkeys(row["name"] for row in csv.DictReader(variants))
    while len(names) < DISTINCT:
        name = chosen.choice(_PLACES) + chosen.choice(_KINDS) + chosen.choice(_KINDS) + chosen.choice(_ENDS)
        names[name] = None
    listed = list(names)[:DISTINCT]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["序号", "单位", "金额", "备注"])
        for number in range(ROWS):
            rows.writerow([number, listed[number % DISTINCT], number * 3.5, "按计划推进，年底前完成"])


def median_s(run: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def whole_process() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.csv"), Path(folder, "out.csv")
        table(source)
        link = (
            "from pathlib import Path; from kg.link.table import link_file; "
            f"link_file(Path({str(source)!r}), Path({str(target)!r}), column='单位')"
        )
        other = os.environ.get("KG_BENCH_PANDAS")
        paths = f"a, b = {str(source)!r}, {str(target)!r}"
        plain = f"import csv; {paths}; csv.writer(open(b, 'w')).writerows(csv.reader(open(a)))"
        panda = f"import pandas; {paths}; pandas.read_csv(a).to_csv(b, index=False)"
        mine = [sys.executable, "-c", link]
        theirs = [other, "-c", panda] if other else [sys.executable, "-c", plain]
        ours = median_s(lambda: subprocess.run(mine, check=True), 5)
        reference = median_s(lambda: subprocess.run(theirs, check=True), 5)
        name = "pandas" if other else "csv module (no pandas here)"
        print(f"table of {ROWS} rows, {DISTINCT} names: {ours:.2f} s; copy by {name}: {reference:.2f} s")
        print(f"ratio {ours / reference:.2f} (bound 5 beside pandas)")


def large_store(notices: int = 100) -> None:
    import pyoxigraph as ox

    store = OxigraphStore(None, base="https://w3id.org/zeren/")
    store.engine.bulk_load(io.BytesIO("".join(corpus(notices)).encode()), format=ox.RdfFormat.N_QUADS)
    start = time.perf_counter()
    reconciler = Reconciler(Matcher(Entities.of_store(store)), store)
    queries = {
        f"q{i}": {"query": name, "type": "Unit"} for i, name in enumerate(["县财政局", "县发改局"] * 25)
    }
    reconciler.answer(queries)
    first = time.perf_counter() - start
    again = median_s(lambda: reconciler.answer(queries), 5)
    print(f"{notices} notices: first batch of 50 names {first:.2f} s, then {again * 1000:.1f} ms")


def main() -> None:
    whole_process()
    large_store()


if __name__ == "__main__":
    main()
