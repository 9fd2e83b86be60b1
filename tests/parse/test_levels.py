"""Whose bodies a notice tasks, where its labels name several levels."""

import pytest

from kg.model import Source, Text
from kg.parse.document import Document, Header, Item, ItemList, Label
from kg.parse.levels import above_another, with_levels
from kg.parse.lines import Line, clean


def line(text: str) -> Line:
    return clean(text, 0, len(text))


def told(labels: list[Label], title: str = "", issuer: str = "") -> list[str]:
    """Return the kinds of the labels of an item, of a notice with this title and issuer."""
    header = Header(title=line(title) if title else None, issuers=(line(issuer),) if issuer else ())
    item = Item("1", line("新建公园"), tuple(labels), {})
    items = ItemList(None, "tasks", (item,), (), ())
    source = Source("a.txt", "text/plain", "0" * 64, 0)
    document = with_levels(Document(Text("", source), header, (items,), ()))
    return [label.kind for label in document.lists[0].items[0].labels]


def said(word: str | None, bodies: str, kind: str = "responsible") -> Label:
    return Label(kind, word, line(bodies))  # type: ignore[arg-type]


PROVINCE = said("省级责任单位", "省财政厅", "upper")
CITY = said("市级牵头单位", "市财政局", "upper")
COUNTY = said("县级责任单位", "县财政局")


@pytest.mark.parametrize(
    ("labels", "title", "expected"),
    [
        pytest.param([PROVINCE, CITY], "", ["upper", "lead"], id="the lowest that labels name"),
        pytest.param([CITY, COUNTY], "潮湾县2024年重点工作", ["upper", "responsible"], id="a county"),
        pytest.param([CITY, COUNTY], "潮湾市2024年重点工作", ["lead", "responsible"], id="a city"),
        pytest.param([CITY], "潮湾县2024年重点工作", ["upper"], id="a county, alone"),
        pytest.param([CITY], "", ["lead"], id="no level told, alone"),
        pytest.param([CITY, said("牵头单位", "县财政局", "lead")], "", ["upper", "lead"], id="its own"),
        pytest.param(
            [said(None, "省财政厅负责"), said("市里分工", "市财政局、商务局")], "", ["upper", "responsible"],
            id="a bracket before that of the own level",
        ),
        pytest.param(
            [said(None, "省财政厅、市财政局"), said("市里分工", "商务局")], "", ["responsible"] * 2,
            id="a bracket that names the own level too",
        ),
        pytest.param([said(None, "省财政厅负责"), said("责任单位", "市财政局")], "", ["responsible"] * 2, id="no level named"),  # noqa: E501
        pytest.param([PROVINCE, said("完成时限", "6月底", "deadline")], "潮湾市2024年", ["upper", "deadline"], id="others stay"),  # noqa: E501
    ],
)  # fmt: skip
def test_labels_of_levels(labels: list[Label], title: str, expected: list[str]) -> None:
    assert told(labels, title) == expected


def test_the_issuer_tells_the_level_before_the_title() -> None:
    assert told([CITY, COUNTY], "潮湾市2024年重点工作", "潮湾市临溪县人民政府") == ["upper", "responsible"]


def test_headings_of_columns() -> None:
    assert above_another(["省级责任单位", "市级责任单位", "配合单位"]) == [True, False, False]
    assert above_another(["省级责任单位"]) == [False]
    assert above_another([]) == []


def test_nothing_to_tell() -> None:
    assert told([]) == []
