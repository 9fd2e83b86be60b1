"""The heading that a compilation sets above each document."""

from __future__ import annotations

import pytest

from kg.emit import as_json
from kg.pipeline import convert

LETTER = (
    "芜市建〔2023〕51号\n各县市区人民政府：\n现印发给你们。\n"
    "一、重点工作\n1.新增停车位300个。\n责任单位：市财政局\n2.改造管网3公里。\n责任单位：市水务局\n"
)


def head(text: str) -> dict[str, object]:
    notice = as_json(convert(text.encode()))["notice"]
    return {key: notice[key] for key in ("title", "issuers", "issued", "jurisdiction")}


@pytest.mark.parametrize(
    ("heading", "title", "issuers", "issued"),
    [
        pytest.param(
            "10.\n芜湖市住房和城乡建设局等7 部门关于印发\n《芜湖市全面\n提升\n“用水用气”\n"
            "实施细则》的通知（2023 年5 月30 日）\n",
            "芜湖市住房和城乡建设局等7部门关于印发《芜湖市全面提升“用水用气”实施细则》的通知",
            ["芜湖市住房和城乡建设局"],
            "2023-05-30",
            id="broken at its marks",
        ),
        pytest.param(
            "7. 芜湖市水务局关于公开征求意见的公告（2023 年6 月25\n日）\n",
            "芜湖市水务局关于公开征求意见的公告",
            ["芜湖市水务局"],
            "2023-06-25",
            id="broken within the day",
        ),
        pytest.param(
            "3、中共芜湖市委芜湖市人民政府印发《芜湖市环境\n年方案》（2023年2月13日）\n",
            "中共芜湖市委芜湖市人民政府印发《芜湖市环境年方案》",
            ["中共芜湖市委", "芜湖市人民政府"],
            "2023-02-13",
            id="names what it issues",
        ),
        pytest.param(
            "4.芜湖市优化营商环境若干措施（2023 版）（2023年2月13日）\n",
            "芜湖市优化营商环境若干措施（2023版）",
            [],
            "2023-02-13",
            id="no issuer",
        ),
        pytest.param(
            "6.芜湖市水务局关于印发方案的通知（2023年3月20）\n",
            "芜湖市水务局关于印发方案的通知",
            ["芜湖市水务局"],
            None,
            id="a day that is cut short is none",
        ),
    ],
)
def test_a_heading_is_read_whole(heading, title, issuers, issued) -> None:
    assert head(heading + LETTER) == {
        "title": title,
        "issuers": issuers,
        "issued": issued,
        "jurisdiction": "芜湖市",
    }


def test_every_character_of_it_is_accounted_for() -> None:
    text = "10.\n芜湖市水务局关于印发\n《实施细则》的通知（2023年5月30日）\n" + LETTER
    found = convert(text.encode())
    assert not [span for span in as_json(found)["reading"]["unread"] if span["start"] < text.index("芜市建")]


@pytest.mark.parametrize(
    "first",
    [
        "1.完成老旧小区改造（2023年6月30日）",
        "1.县市场局制定实施方案（2023年6月30日）",
        "1.关于印发方案的通知（2023年6月30日）",
        "1.落实《条例》，公布清单（2023年6月30日）",
    ],
)
def test_an_item_that_ends_with_a_day_is_no_heading(first: str) -> None:
    text = f"{first}\n责任单位：县财政局\n2.改造管网3公里。\n责任单位：县水务局\n"
    found = as_json(convert(text.encode()))
    assert found["notice"]["title"] is None
    assert len(found["tasks"]) == 2


@pytest.mark.parametrize(
    "seal",
    ["（省发展和改革委员会代章）\n", "（省发展和改革委员会\n中国人民银行济南分行代章）\n"],
)
def test_a_lent_seal_is_not_who_signs(seal: str) -> None:
    text = (
        "鲁信用〔2023〕11号\n各市：\n现印发给你们。\n山东省信用体系建设领导小组办公室\n"
        + seal
        + "2023年4月10日\n"
        "2023年重点工作任务\n1.新增停车位300个。\n责任单位：省财政厅\n"
    )
    assert head(text)["issuers"] == ["山东省信用体系建设领导小组办公室"]


@pytest.mark.parametrize(
    ("printed", "issuers"),
    [
        ("山东省能源局国网山东省电力公司", ["山东省能源局", "国网山东省电力公司"]),
        (
            "中国人民银行海口中心支行中国银保监会海南监管局",
            ["中国人民银行海口中心支行", "中国银保监会海南监管局"],
        ),
        ("清漪县财政局国家税务总局清漪县税务局", ["清漪县财政局", "国家税务总局清漪县税务局"]),
        ("清漪县委国家安全委员会办公室", ["清漪县委国家安全委员会办公室"]),
        ("芜湖市财政局芜湖市水务局", ["芜湖市财政局", "芜湖市水务局"]),
    ],
)
def test_joint_issuers_are_cut_apart(printed: str, issuers: list[str]) -> None:
    assert head(f"{printed}关于印发方案的通知\n{LETTER}")["issuers"] == issuers
