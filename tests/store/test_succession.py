"""``kg:follows``: last year's notice of one series, whichever of the two is loaded first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg import loading, pipeline, vocab
from kg.store.base import Bindings
from kg.store.oxigraph import OxigraphStore
from kg.store.versions.succession import _series

FOLLOWS = vocab.kg("follows")


def words(
    year: int, number: int, *, title: str = "重点工作责任分解", issuer: str = "云岚县人民政府办公室"
) -> str:
    return (
        f"{issuer}文件\n云政办发〔{year}〕{number}号\n{issuer}关于印发{year}年{title}的通知\n"
        f"各乡镇人民政府，县政府各部门：\n现印发给你们。\n{issuer}\n{year}年2月18日\n{year}年{title}\n"
        f"一、重点工作\n1.新建公园{number}座。\n责任单位：县住建局\n2.改造危桥6座。\n责任单位：县交通运输局\n"
    )


@pytest.fixture
def store() -> Iterator[OxigraphStore]:
    with OxigraphStore(None, base=vocab.BASE) as made:
        yield made


def load(store: OxigraphStore, text: str) -> str:
    notice = pipeline.convert(text.encode(), name="通知.txt")
    loading.load_notice(notice, store)
    return store.base + notice.iri


def pairs(store: OxigraphStore) -> set[tuple[str, str]]:
    answer = store.query(
        f"SELECT ?a ?b WHERE {{ GRAPH <{store.base}graph/derived> {{ ?a <{FOLLOWS}> ?b }} }}"
    )
    assert isinstance(answer, Bindings)
    return {(row["a"].value, row["b"].value) for row in answer.dicts()}


@pytest.mark.parametrize("years", [(2031, 2032, 2033), (2033, 2032, 2031), (2032, 2033, 2031)])
def test_years_follow_each_other_in_whatever_order_they_are_loaded(
    years: tuple[int, ...], store: OxigraphStore
) -> None:
    iris = {year: load(store, words(year, 7)) for year in years}
    assert pairs(store) == {(iris[2032], iris[2031]), (iris[2033], iris[2032])}


def test_a_nearer_title_that_comes_later_takes_the_place(store: OxigraphStore) -> None:
    new = load(store, words(2032, 7, title="政府重点工作责任分解"))
    near = load(store, words(2031, 7, title="政府重点工作分解"))
    assert pairs(store) == {(new, near)}
    before = derived(store, new)
    same = load(store, words(2031, 8, title="政府重点工作责任分解"))
    assert pairs(store) == {(new, same)}
    assert derived(store, new) == before  # what else is derived of it stays


def test_other_issuers_kinds_titles_and_years_are_not_followed(store: OxigraphStore) -> None:
    load(store, words(2032, 7))
    load(store, words(2031, 1, issuer="云岚县水利局"))
    load(store, words(2031, 2, title="防汛抗旱工作方案"))
    load(store, words(2030, 3))
    assert pairs(store) == set()


def test_of_two_equally_like_none_is_followed(store: OxigraphStore) -> None:
    load(store, words(2031, 7))
    load(store, words(2031, 8))
    load(store, words(2032, 7))
    assert pairs(store) == set()


def test_a_version_of_another_series_is_no_longer_followed(store: OxigraphStore) -> None:
    old, new = load(store, words(2031, 7)), load(store, words(2032, 7))
    assert pairs(store) == {(new, old)}
    changed = words(2031, 7).replace(
        "重点工作责任分解", "重点工作责任分解和防汛抗旱海岛旅游数字化改革任务方案"
    )
    assert load(store, changed) == old
    assert pairs(store) == set()


def derived(store: OxigraphStore, iri: str) -> set[str]:
    answer = store.query(
        f"SELECT ?s ?p ?o WHERE {{ GRAPH <{store.base}graph/derived> {{ ?s ?p ?o }} "
        f'FILTER(STRSTARTS(STR(?s), "{iri}") && ?p != <{FOLLOWS}>) }}'
    )
    assert isinstance(answer, Bindings)
    return {str(row) for row in answer.rows}


@pytest.mark.parametrize(
    "title",
    [
        "云岚县人民政府办公室关于印发2024年重点工作责任分解的通知",
        "云岚县人民政府关于分解2024年重点工作责任分解通知",
        "关于分解落实二〇二四年重点工作责任分解的意见",
        "关于下达 2024 年重点工作责任分解的决定",
        "中共云岚县委关于公布2024年重点工作责任分解的函",
        "关于做好2024年重点工作责任分解的通知",
        "云岚县关于2024年重点工作责任分解的通知",
        "2024年重点工作责任分解",
    ],
)
def test_a_title_is_compared_without_its_frame_and_year(title: str) -> None:
    assert _series(title) == "年重点工作责任分解"
