"""What frames the lists: number, title, issuers, dates, addressees, copy list, the letter."""

from typing import Any

import pytest

from kg.parse.document import Header
from kg.parse.header import split_frame
from kg.parse.parse import page_of
from kg.read import read

LIST = "一、重点工作\n1.新建公园3座。（县住建局负责）\n"


def frame(page: str) -> tuple[Header, set[str]]:
    """Return the header of a page whose list begins with 一、, and the lines that it used."""
    lines = page_of(read(page.encode(), name="a.txt")).lines
    first = next((i for i, raw in enumerate(lines) if raw.line.text.startswith("一、")), len(lines))
    header, used = split_frame(lines, first)
    return header, {lines[i].line.text for i in used}


def plain(header: Header) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("number", "title", "issued", "addressees", "copied_to"):
        if line := getattr(header, name):
            found[name] = line.text
    if header.issuers:
        found["issuers"] = [line.text for line in header.issuers]
    if header.letter:
        found["letter"] = [line.text for line in header.letter]
    return found


def test_a_whole_frame() -> None:
    header, used = frame(f"""\
临溪县人民政府办公室文件
临政办发〔2024〕5号
临溪县人民政府办公室
关于印发2024年重点工作
责任分解的通知
各乡镇人民政府，县政府直属各单位：
《2024年重点工作责任分解》已经县政府同意。
临溪县人民政府办公室
2024年2月18日
{LIST}抄送：县委各部门，县人大常委会、
县政协办公室。
临溪县人民政府办公室 2024年2月18日印发
""")
    assert plain(header) == {
        "number": "临政办发〔2024〕5号",
        "title": "临溪县人民政府办公室关于印发2024年重点工作责任分解的通知",
        "issuers": ["临溪县人民政府办公室"],
        "issued": "2024年2月18日",
        "addressees": "各乡镇人民政府，县政府直属各单位",
        "copied_to": "县委各部门，县人大常委会、县政协办公室。",
        "letter": ["临溪县人民政府办公室文件", "《2024年重点工作责任分解》已经县政府同意。"],
    }
    assert "抄送：县委各部门，县人大常委会、" in used
    assert "1.新建公园3座。（县住建局负责）" not in used


@pytest.mark.parametrize(
    ("page", "number"),
    [
        ("临政办发〔2024〕5号\n", "临政办发〔2024〕5号"),
        ("文 号：临政办发〔2024〕5号\n", "临政办发〔2024〕5号"),
        ("发文字号：临政发[2024]6号 主题：综合\n", "临政发[2024]6号"),
        ("根据国发〔2023〕3号，请落实。\n", None),
        ("《意见》（国发〔2023〕3号）已印发\n", None),
        ("贯彻国发〔2023〕3号\n临政发〔2024〕6号\n", "临政发〔2024〕6号"),
        ("没有文号\n", None),
    ],
)
def test_numbers(page: str, number: str | None) -> None:
    assert plain(frame(page + LIST)[0]).get("number") == number


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("关于印发2024年重点工作的通知\n", "关于印发2024年重点工作的通知"),
        ("关于印发2024年\n重点工作责任\n分解的通知\n", "关于印发2024年重点工作责任分解的通知"),
        ("县政府办|通知|关于印发重点工作的通知（临政办〔2024〕8号）\n", "关于印发重点工作的通知"),
        ("临政办〔2024〕8号关于印发重点工作的通知\n", "关于印发重点工作的通知"),
        ("县委政法委印发《法治环境50条措施》\n", "县委政法委印发《法治环境50条措施》"),
        ("县委政法委印发\n《法治环境50\n条措施》（2023年2月7日）\n", "县委政法委印发《法治环境50条措施》"),
        ("临溪县优化营商环境条例（2023年1月16日）\n", "临溪县优化营商环境条例"),
        ("关于2024年工作，现通知如下。\n", None),
        ("《关于印发重点工作的通知》\n", None),
        ("现将关于重点工作的\n内容印发：\n", None),
        ("关于印发重点工作\n一年来成效明显。\n的通知\n", None),
        ("关于印发\n甲\n乙\n丙\n丁\n戊\n重点工作的通知\n", None),
    ],
)
def test_titles(page: str, title: str | None) -> None:
    assert plain(frame(page + LIST)[0]).get("title") == title


def test_a_title_that_is_printed_again_is_used_up() -> None:
    header, used = frame(
        f"重点工作的通知\n关于印发2024年重点工作的通知\n关于印发2024年重点工作的通知\n2024年\n{LIST}"
    )
    assert plain(header)["letter"] == ["重点工作的通知", "2024年"]
    header, used = frame(f"2024年重点工作的通知\n关于印发2024年重点工作的通知\n{LIST}")
    assert "2024年重点工作的通知" in used


@pytest.mark.parametrize(
    ("page", "addressees"),
    [
        ("各乡镇人民政府，县直各单位：\n", "各乡镇人民政府，县直各单位"),
        ("各县、区人民政府，\n市政府各部门：\n", "各县、区人民政府，市政府各部门"),
        ("局属各科室、各单位:\n", "局属各科室、各单位"),
        ("甲乙丙：\n", None),
        ("1.各乡镇人民政府：\n", None),
        ("各乡镇人民政府\n", None),
    ],
)
def test_addressees(page: str, addressees: str | None) -> None:
    assert plain(frame(page + LIST)[0]).get("addressees") == addressees


@pytest.mark.parametrize(
    ("page", "issuers", "issued"),
    [
        ("临溪县人民政府\n2024年2月5日\n", ["临溪县人民政府"], "2024年2月5日"),
        ("临溪县人民政府 2024年2月5日\n", ["临溪县人民政府"], "2024年2月5日"),
        ("（2024年2月5日）\n", None, "2024年2月5日"),
        ("二〇二四年二月五日\n", None, "二〇二四年二月五日"),
        ("县财政局\n县税务局\n2024年2月5日\n", ["县财政局", "县税务局"], "2024年2月5日"),
        ("2024年1月5日\n2024年2月5日\n", None, "2024年2月5日"),
        ("成文日期：2024-02-05\n", None, "2024-02-05"),
        ("成文日期：2024年2月5日\n2024年2月8日\n", None, "2024年2月8日"),
        ("2024年2月5日召开会议，部署工作。\n", None, None),
        ("发文机关：临溪县人民政府　发布日期：今日\n", ["临溪县人民政府"], None),
        ("临溪县人民政府办公室\n正文。\n", ["临溪县人民政府办公室"], None),
        ("甲县人民政府 乙县人民政府\n2024年2月5日\n", ["甲县人民政府", "乙县人民政府"], "2024年2月5日"),
    ],
)
def test_issuers_and_dates(page: str, issuers: list[str] | None, issued: str | None) -> None:
    found = plain(frame(page + LIST)[0])
    assert (found.get("issuers"), found.get("issued")) == (issuers, issued)


@pytest.mark.parametrize(
    ("tail", "copied", "used"),
    [
        ("抄送：县委办。\n", "县委办。", {"抄送：县委办。"}),
        (
            "抄送：县委办，\n县人大办\n县政府办公室印发\n",
            "县委办，县人大办",
            {"抄送：县委办，", "县人大办", "县政府办公室印发"},
        ),
        ("临溪县人民政府办公室\n2024年2月5日印发\n", None, {"临溪县人民政府办公室", "2024年2月5日印发"}),
        ("正文。\n", None, set()),
    ],
)
def test_the_last_page(tail: str, copied: str | None, used: set[str]) -> None:
    header, lines = frame(LIST + tail)
    assert plain(header).get("copied_to") == copied
    assert used <= lines
    assert "正文。" not in lines


@pytest.mark.parametrize(
    ("page", "issuers"),
    [
        (
            "临溪县财政局临溪县公共资源交易中心关于印发办法的通知\n",
            ["临溪县财政局", "临溪县公共资源交易中心"],
        ),
        ("中共临溪县委临溪县人民政府关于优化环境的意见\n", ["中共临溪县委", "临溪县人民政府"]),
        ("临溪县知识产权局等7部门印发《实施办法》的通知\n", ["临溪县知识产权局"]),
        ("临溪县政府办公室印发关于促进消费若干措施的通知\n", ["临溪县政府办公室"]),
        ("临溪县人民政府办公室关于印发临溪县方案的通知\n", ["临溪县人民政府办公室"]),
    ],
)
def test_issuers_of_a_title(page: str, issuers: list[str]) -> None:
    assert plain(frame(page + LIST)[0]).get("issuers") == issuers
