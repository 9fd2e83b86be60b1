"""What the store keeps of comparisons: over years and levels, rebuilt by one command."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg import loading, pipeline, vocab
from kg.answering import catalog
from kg.cli import cli
from kg.compare.deriving import rebuild, wanted
from kg.store.oxigraph import OxigraphStore

PLACES = {
    "province": ("浙江省", "浙政办发"),
    "city": ("舟山市", "舟政办发"),
    "county": ("嵊泗县", "嵊政办发"),
}
Items = list[tuple[str, str]]


def chains() -> list[dict[str, str]]:
    path = Path(__file__).with_name("cascades.tsv")
    return list(csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t"))


def notice(level: str, items: Items, year: int = 2031, number: int = 7) -> bytes:
    place, sign = PLACES[level]
    office = f"{place}人民政府办公{'厅' if level == 'province' else '室'}"
    title = f"{year}年重点工作责任分解"
    return (
        f"{office}文件\n{sign}〔{year}〕{number}号\n{office}关于印发{title}的通知\n各有关单位：\n"
        f"现将{title}印发给你们，请认真组织实施。\n{office}\n{year}年2月18日\n{title}\n"
        + "".join(f"{n}.{words}。\n责任单位：{bodies}\n" for n, (words, bodies) in enumerate(items, 1))
    ).encode()


def load(store: OxigraphStore, text: bytes) -> str:
    made = pipeline.convert(text, name="notice.txt")
    loading.load_notice(made, store)
    return store.base + made.iri


@pytest.fixture
def store() -> Iterator[OxigraphStore]:
    with OxigraphStore(None, base=vocab.BASE) as made:
        loading.prepare(made)
        yield made


def asked(store: OxigraphStore, name: str, **params: str) -> list[dict[str, Any]]:
    return catalog().run(name, params, store).records()


def test_twenty_cascades(store: OxigraphStore) -> None:
    """Province, city and county, each list in an order of its own: every task meets the one above it."""
    rows = chains()
    assert len(rows) == 20
    shuffled = random.Random(20)
    for level in PLACES:
        items = [tuple(row[level].split("｜")) for row in rows]
        shuffled.shuffle(items)
        load(store, notice(level, items))  # type: ignore[arg-type]
    assert [one.over for one in wanted(store)] == ["levels", "levels"]
    assert rebuild(store) == 2
    found = {
        (row["sentenceOther"].rstrip("。"), row["sentence"].rstrip("。"))
        for row in asked(store, "carried-items", comparedOver="levels")
        if row["item"] and row["itemOther"]
    }
    pairs = {
        (row[upper].split("｜")[0], row[lower].split("｜")[0])
        for row in rows
        for upper, lower in (("province", "city"), ("city", "county"))
    }
    assert found == pairs
    added = {
        (row["indicatorLabel"], row["valueOther"], row["value"]): row["difference"]
        for row in asked(store, "carried-targets", comparedOver="levels")
    }
    assert added["地区生产总值", 5.5, 6.5] == 1
    assert added["地区生产总值", 6.5, 7] == 0.5


A: Items = [
    ("新建农村公路45公里，改造危桥6座", "县交通运输局"),
    ("新建口袋公园6个", "县住建局"),
    ("推进殡葬改革", "县民政局"),
]
B: Items = [
    ("新建农村公路50公里", "县交通运输局"),
    ("改造农村公路危桥8座", "县交通运输局"),
    ("新建口袋公园6个", "县住建局"),
    ("举办海岛音乐节3场", "县文旅局"),
]


def test_years(store: OxigraphStore) -> None:
    earlier, later = load(store, notice("county", A)), load(store, notice("county", B, year=2032, number=3))
    assert asked(store, "carried-items") == []
    assert rebuild(store) == 1
    rows = asked(store, "carried-items", notice=later)
    assert {row["correspondence"].rpartition("#")[2]: row["sentence"] for row in rows} == {
        "split": "改造农村公路危桥8座。",
        "same": "新建口袋公园6个。",
        "new": "举办海岛音乐节3场。",
        "dropped": None,
    }
    assert {row["earlier"] for row in rows} == {earlier}
    size = store.size()
    assert rebuild(store) == 1
    assert store.size() == size, "a second time adds nothing"


@pytest.mark.parametrize("which", ["earlier", "later"])
def test_another_version_takes_what_was_compared_along(which: str, store: OxigraphStore) -> None:
    load(store, notice("county", A))
    load(store, notice("county", B, year=2032, number=3))
    rebuild(store)
    if which == "earlier":
        load(store, notice("county", A[:2]))
    else:
        load(store, notice("county", B[:3], year=2032, number=3))
    assert asked(store, "carried-items") == []
    assert store.query("ASK { ?s a <https://w3id.org/zeren/ontology#Correspondence> }") is False
    rebuild(store)
    dropped = [row for row in asked(store, "carried-items") if row["item"] is None]
    assert len(dropped) == (0 if which == "earlier" else 1)


def test_the_command(tmp_path: Path) -> None:
    def run(*args: object) -> Any:
        return CliRunner().invoke(cli, ["--lang", "zh", *map(str, args)])

    files = []
    for year, items in ((2031, A), (2032, B)):
        files.append(tmp_path / f"{year}.txt")
        files[-1].write_bytes(notice("county", items, year=year, number=year - 2028))
    folder = tmp_path / "store"
    assert run("load", *files, "--store", folder).exit_code == 0
    result = run("compare", "--rebuild", "--store", folder)
    assert result.exit_code == 0, result.output
    assert "已比对 1 组通知" in result.stderr
    told = run("query", "carried-items", "-p", "correspondence=new", "--store", folder, "--format", "json")
    assert "海岛音乐节" in told.stdout
    assert run("compare", files[0]).exit_code == 2
    assert run("compare", "--rebuild", files[0], "--store", folder).exit_code == 2
