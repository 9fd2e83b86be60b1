"""What a search asks for beside its words: place, year, body, leader; questions, posts, slips."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from kg.search import Said, SearchIndex
from kg.search.asking import understood, without_question
from kg.search.departments import by_field
from kg.search.index import positions
from kg.search.slips import corrected
from kg.search.tables import mark

COUNTY, OTHER = "青芜县", "绣川市"
WATER, HOMES, WATER_2 = "http://e/water", "http://e/homes", "http://e/water-2"
LEADER, DEPUTY, NAMESAKE = "http://e/zhao", "http://e/li", "http://e/shentu"


def by(*things: str) -> str:
    return " ".join(sorted(map(mark, things)))


def task(number: int, text: str, place: str, *things: str) -> Said:
    return Said(f"http://e/task/{number}", "task", text, place=place, by=by(*things))


SAID = [
    Said(WATER, "unit", "县水务局", "青芜县水务局", True, COUNTY, "water"),
    Said(HOMES, "unit", "县住建局", "青芜县住房和城乡建设局", True, COUNTY, "housing-construction"),
    Said(WATER_2, "unit", "市水务局", "绣川市水务局", True, OTHER, "water"),
    Said(LEADER, "leader", "赵明远", "县委副书记、县长", True, COUNTY),
    Said(DEPUTY, "leader", "申屠致远", "副县长", True, COUNTY),
    Said(NAMESAKE, "leader", "申屠砚", "副市长", True, OTHER),
    Said("http://e/county", "place", COUNTY, involved=True),
    Said("http://e/city", "place", OTHER, involved=True),
    task(1, "新建污水处理厂1座", COUNTY, HOMES, LEADER, "2024"),
    task(2, "农村污水处理设施运行率达到90%", COUNTY, WATER, DEPUTY, "2024"),
    task(3, "除险加固水库12座", COUNTY, WATER, DEPUTY, "2024"),
    task(4, "新增污水处理能力3万吨", OTHER, WATER_2, NAMESAKE, "2023"),
    task(5, "除险加固小型水库5座", OTHER, WATER_2, NAMESAKE, "2023"),
    task(6, "建设高标准农田3万亩", OTHER, "2023"),
    task(7, "建成老年食堂20家", OTHER, "2023"),
    Said("http://e/n", "notice", "绣川市2023年污水处理工作要点", place=OTHER, by=by("2023")),
]


@pytest.fixture(scope="module")
def sql() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:")
    index = SearchIndex()
    index.create(made)
    index.put(made, 1, SAID)
    yield made
    made.close()


def first(sql: sqlite3.Connection, query: str) -> str:
    hits = SearchIndex().find(sql, query).hits
    return hits[0].iri.removeprefix("http://e/") if hits else ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("水务局 污水处理", ("task/2", "task/4")),
        ("青芜水务局 污水处理", ("task/2",)),
        ("青芜县水务局污水", ("task/2",)),
        ("污水 住建局", ("task/1",)),
        ("绣川 污水处理", ("task/4",)),
        ("青芜县谁负责水库加固", ("task/3",)),
        ("申屠致远 水库", ("task/3",)),
        ("申屠副县长 水库", ("task/3",)),
        ("申屠副市长分管的水库", ("task/5",)),
        ("2023 绣川 污水处理", ("n",)),
        ("2024年污水处理 水务局", ("task/2",)),
    ],
)
def test_the_matter_of_whom_it_names(sql: sqlite3.Connection, query: str, expected: tuple[str, ...]) -> None:
    assert first(sql, query) in expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("赵县长", "zhao"),
        ("赵明远县长", "zhao"),
        ("县长赵明远", "zhao"),
        ("赵明远分管什么", "zhao"),
        ("申屠副县长", "li"),
        ("申屠志远副县长", "li"),
        ("申屠副市长", "shentu"),
        ("青芜县县长是谁", "zhao"),
        ("青芜县长", "zhao"),
        ("青芜县水务局负责哪些工作", "water"),
        ("住建局今年要做什么", "homes"),
    ],
)  # fmt: skip
def test_whom_it_asks_for(sql: sqlite3.Connection, query: str, expected: str) -> None:
    assert first(sql, query) == expected


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("谁负责", "谁负责"),
        ("谁", "谁"),
        ("由谁牵头老旧小区改造", "老旧小区改造"),
        ("充电桩什么时候建好？", "充电桩"),
        ("哪些任务没有牵头单位", "哪些任务没有牵头单位"),
        ("什么时候到期", "到期"),
    ],
)
def test_what_says_that_somebody_asks_is_left_out(query: str, words: str) -> None:
    assert without_question(query) == words


def test_a_body_without_a_matter_stays_the_body(sql: sqlite3.Connection) -> None:
    assert first(sql, "青芜 水务局") == "water"
    assert first(sql, "绣川市水务局") == "water-2"
    assert understood(sql, "水务局").words == ""


def test_of_equal_names_the_busiest_body_is_first(sql: sqlite3.Connection) -> None:
    assert first(sql, "shuiwuju") in ("water", "water-2")
    busier = [task(20 + n, f"疏浚河道{n}公里", OTHER, WATER_2, "2023") for n in range(3)]
    index = SearchIndex()
    with sqlite3.connect(":memory:") as made:
        index.create(made)
        index.put(made, 1, [*SAID, *busier])
        assert first(made, "shuiwuju") == "water-2"
    made.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("高标淮农田", "高标准农田"),
        ("老年食唐", "老年食堂"),
        ("绣川 高标淮农田", "绣川 高标准农田"),
        ("高标准农田", None),
        ("火星探测器", None),
        ("田", None),
    ],
)
def test_one_wrong_character_in_a_text(sql: sqlite3.Connection, typed: str, meant: str | None) -> None:
    assert corrected(sql, typed) == meant


def test_what_was_read_instead_is_told(sql: sqlite3.Connection) -> None:
    found = SearchIndex().find(sql, "高标淮农田")
    assert found.read_as == "高标准农田"
    assert found.hits[0].iri == "http://e/task/6"
    assert SearchIndex().find(sql, "高标准农田").read_as == ""


def test_words_that_stand_for_others_are_marked(sql: sqlite3.Connection) -> None:
    found = SearchIndex().find(sql, "老人吃饭")
    label = found.hits[0].label
    assert found.hits[0].iri == "http://e/task/7"
    marked = [label[start:end] for start, end in positions(label, "老人吃饭", found.words)]
    assert sorted(marked) == ["老年", "食堂"]


@pytest.mark.parametrize("query", ["water bureau", "Bureau of Water Resources", "housing commission"])
def test_a_department_in_english(sql: sqlite3.Connection, query: str) -> None:
    assert dict(by_field(sql, query))


@pytest.mark.parametrize("query", ["bureau", "water", "water polo bureau"])
def test_what_is_no_department_in_english(sql: sqlite3.Connection, query: str) -> None:
    assert not dict(by_field(sql, query))


@pytest.mark.parametrize("query", ["谁谁谁", "的", "2023", "2023年", "县长县长", "？？", "是多少", "吗吗吗"])
def test_odd_questions_are_answered(sql: sqlite3.Connection, query: str) -> None:
    SearchIndex().find(sql, query)
