"""html: what belongs to the site and what to the notice."""

import re

import pytest

from kg import resources
from kg.read import read
from kg.read.html import rules

TASKS = "".join(
    f"<p>{n}.推进第{n}项重点工作，压实责任，按时完成。</p><p>责任单位：县发改局</p>" for n in range(1, 9)
)


def lines(page: str, encoding: str = "utf-8") -> list[str]:
    return [line for line in read(page.encode(encoding), name="n.html").content.split("\n") if line]


@pytest.mark.parametrize(
    ("meta", "encoding", "expected"),
    [
        ('<meta charset="gb2312">', "gb18030", "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=utf-8">', "utf-8", "utf-8"),
        ('<meta charset="utf-8">', "gb18030", "gb18030"),
        ('<meta charset="big5">', "big5", "big5"),
        ("", "utf-8-sig", "utf-8-sig"),
    ],
)
def test_character_sets(meta: str, encoding: str, expected: str) -> None:
    page = f"<html><head>{meta}</head><body><p>重點工作分工，第一季度完成</p></body></html>"
    text = read(page.encode(encoding), name="n.html")
    assert text.content == "重點工作分工，第一季度完成"
    assert text.source.encoding == expected


@pytest.mark.parametrize(
    "attribute", ['id="zoom"', 'class="TRS_Editor"', 'id="UCAP-CONTENT"', 'class="neirong"']
)
def test_the_text_is_found(attribute: str) -> None:
    page = (
        "<html><body><div class='topbar'>欢迎访问<a href='/'>首页</a></div><nav>栏目</nav><div class='wrap'>"
        f"<div {attribute}>{TASKS}</div><div class='share'>分享到微信</div></div>"
        "<ul class='list'><li><a href='1'>相关新闻一二三四五六七八九十</a></li></ul><footer>版权所有</footer>"
        "<script>var a = '<p>9.不是任务</p>';</script></body></html>"
    )
    found = lines(page)
    assert len(found) == 16
    assert found[0].startswith("1.推进")
    assert found[-1] == "责任单位：县发改局"


def test_a_known_container_that_holds_little_is_not_the_text() -> None:
    page = f"<body><div id='zoom'><p>点击查看全文</p></div><div class='neirong'>{TASKS}</div></body>"
    assert len([line for line in lines(page) if line.startswith("责任单位")]) == 8


def test_a_page_that_is_only_the_text_loses_nothing() -> None:
    assert lines("<p>一、发展</p>1.增长6%。<br>责任单位：县发改局&nbsp;、县统计局") == [
        "一、发展", "1.增长6%。", "责任单位：县发改局 、县统计局",
    ]  # fmt: skip


def test_title_and_particulars_outside_the_container_come_first() -> None:
    page = (
        "<body><table><tr><td>文 号</td><td>甲政发〔2024〕3号</td><td>发布日期</td><td>2024-03-01</td></tr></table>"  # noqa: E501
        f"<h1>关于印发重点工作分工方案的通知</h1><div id='zoom'>{TASKS}</div></body>"
    )
    assert lines(page)[:3] == [
        "文 号：甲政发〔2024〕3号",
        "关于印发重点工作分工方案的通知",
        "1.推进第1项重点工作，压实责任，按时完成。",
    ]


def test_hidden_elements_are_dropped_and_script_inside_the_text_too() -> None:
    page = f"<div id='zoom'>{TASKS}<p style='display:none'>看不见</p><p hidden>也看不见</p><style>p{{}}</style></div>"  # noqa: E501
    assert len(lines(page)) == 16


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param("<tr><td>1</td><td>甲</td></tr><tr><td>2</td><td></td></tr>", "1\t甲\n2\t", id="plain"),
        pytest.param(
            "<tr><td rowspan=2>领导</td><td colspan=2>任务</td></tr><tr><td>1</td><td>甲</td></tr>", "领导\t任务\t\n\t1\t甲", id="merged"  # noqa: E501
        ),
        pytest.param("<tr><td>甲<br>乙</td><td>a<p>b</p></td></tr>", "甲 乙\ta b", id="lines in a cell"),
        pytest.param("<tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr>", "甲\t1\n\t2", id="to the end"),  # noqa: E501
        pytest.param("<tr><td rowspan=900>甲</td><td>1</td></tr>", "甲\t1", id="more rows than there are"),
        pytest.param("<tr><td><p>一段</p></td></tr><tr><td><p>二段</p></td></tr>", "一段\n\n二段", id="one column"),  # noqa: E501
        pytest.param(
            "<tr><td>侧</td><td><table><tr><td>序号</td><td>工作任务名称</td></tr></table></td></tr>", "侧\n\n序号\t工作任务名称", id="layout"  # noqa: E501
        ),
        pytest.param("<tr><td>甲&nbsp;&nbsp;</td><td>王&nbsp;安</td></tr>", "甲\t王 安", id="no-break space"),
    ],
)  # fmt: skip
def test_tables(table: str, expected: str) -> None:
    assert read(f"<html><body><table>{table}</table></body></html>".encode()).content == expected


def test_pattern_data() -> None:
    import yaml

    raw = yaml.safe_load(resources.data("patterns", "html.yml").read_text("utf-8"))
    words = [word for row in raw["drop_words"] for word in row["words"]]
    assert len(words) == len(set(words))
    assert all(re.fullmatch("[a-z]+[0-9]*", word) for word in words)
    for row in raw["particulars"]:
        for example in row["examples"]:
            assert re.match(row["pattern"], example)
        for example in row["not_examples"]:
            assert not re.match(row["pattern"], example)
    assert rules().containers


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<script>if (a <b " + "c " * 3000 + ") {}</script><p>甲</p>", id="script"),
        pytest.param("<STYLE>a <b " + "c " * 3000 + "</Style><p>甲</p>", id="style"),
        pytest.param("<!-- <p " + "a " * 3000 + "--><p>甲</p>", id="comment"),
        pytest.param(f"<p style='{'color: red; ' * 3000}'>甲</p>", id="one long value"),
        pytest.param(f'<p title="{"a=b " * 3000}" id=x>甲</p>', id="a value like attributes"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(1000)) + ">甲</p>", id="as many as may be"),
    ],
)
def test_what_looks_like_many_attributes(page: str) -> None:
    assert read(f"<!doctype html><body>{page}".encode()).content == "甲"
