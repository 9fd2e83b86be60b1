"""A slip in a table of data is told with the file, the line or the entry, the key and the mend."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import resources
from kg.errors import DataError
from kg.registry import measures as measuring
from kg.registry import patterns
from kg.registry.departments import Departments
from kg.registry.indicator_tables import exact_names
from kg.registry.measures import measures, scales
from kg.registry.rows import read_pairs, read_rows
from kg.registry.units import Registry

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Return what copies the data's tables and puts one slip into a file of them."""
    data = tmp_path / "data"
    for name in ("registry", "patterns"):
        shutil.copytree(resources.data(name), data / name)

    def edit(file: str, old: str, new: str) -> Path:
        path = data / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        monkeypatch.setattr(resources, "data", data.joinpath)
        return data / "registry"

    return edit


UNIT = "f87c7551df,县发改局,嵊泗县发展和改革局,,,government-department,10d75ad938,330922,"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "aliases", "alias", r"units/330922.csv 第 1 行：没有“alias”，是否指 aliases", id="heading"
        ),
        pytest.param("label,full", "label", r"缺少列 full", id="no such heading"),
        pytest.param(
            UNIT, UNIT.replace(",,,", ",,"), r"第 4 行：有 13 格，表头有 14 列", id="a comma too few"
        ),
        pytest.param(UNIT, UNIT + ",", r"第 4 行：有 15 格", id="a comma too many"),
        pytest.param(
            UNIT,
            UNIT.replace("government-", "goverment-"),
            r"县发改局 kind：没有“gover.*，是否指 government-",
            id="kind",
        ),
        pytest.param(UNIT, UNIT.replace("f87c7551df", ""), r"第 4 行 id：不能为空", id="no id"),
        pytest.param(
            UNIT,
            UNIT.replace("f87c7551df", "fagaiju"),
            r"县发改局 id：.*units/README.md",
            id="an id of one's own",
        ),
    ],
)
def test_a_row_of_a_body(edited: Edit, old: str, new: str, said: str) -> None:
    folder = edited("registry/units/330922.csv", old, new)
    with pytest.raises(DataError, match=said):
        Registry(folder).records("330922")


KM = "{key: km, kind: Length,"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(KM, "{key: km, kindd: Length,", r"measures.yml km：没有“kindd”，是否指 kind", id="key"),
        pytest.param(KM, "{key: km,", r"km：缺少 kind，请补上", id="no kind"),
        pytest.param(KM, "{key: km, kind: lenght,", r"km.kind：没有“lenght”，是否指 Length", id="kind"),
        pytest.param("forms: 公里 千米 km KM", "forms: [公里, km]", r"km.forms：应当是文字", id="a list"),
        pytest.param(
            'base: m, factor: "1000", zh: 公里',
            'base: m, factor: "1k", zh: 公里',
            r"km.factor：应当是整数或分数",
            id="factor",
        ),
        pytest.param(
            'base: m, factor: "1000", zh: 公里', "base: meter, zh: 公里", r"km.base：没有“meter”", id="base"
        ),
        pytest.param("forms: 厘米 公分", "forms: 厘米 公里", r"cm.forms：公里 已属于 km", id="a form twice"),
        pytest.param(
            "examples: 新增中压管道3公里；6千米；10km；8KM；0.3万公里, ",
            "",
            r"km：缺少 examples",
            id="no example",
        ),
        pytest.param("- {key: km,", "- {key: km", r"measures.yml：不是合法的 YAML", id="no YAML"),
    ],
)
def test_a_measure(edited: Edit, old: str, new: str, said: str) -> None:
    edited("registry/measures.yml", old, new)
    with pytest.raises(DataError, match=said):
        measures.__wrapped__()


LEAD = "- name: lead\n    kind: lead\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            LEAD, LEAD.replace("kind", "kin"), r"labels.yml patterns.lead：没有“kin”，是否指 kind", id="key"
        ),
        pytest.param(LEAD, "- nam: lead\n    kind: lead\n", r"没有“nam”，是否指 name", id="name"),
        pytest.param("why: Names who leads.", "note: ''", r"patterns.lead：没有“note”", id="an unknown key"),
        pytest.param("    why: Names who leads.\n", "", r"patterns.lead：缺少 why", id="no reason"),
        pytest.param(
            "examples: ['谁牵头：'",
            "examples: '谁牵头：' #",
            r"patterns.lead.examples：应当是列表",
            id="no list",
        ),
        pytest.param("- name: lead", "- name: upper", r"patterns.upper：名称重复", id="a name twice"),
        pytest.param("patterns:", "pattern:", r"没有“pattern”，是否指 patterns", id="a part"),
        pytest.param("$level)", "$levels)", r"没有“\$levels”，是否指 level", id="a variable"),
        pytest.param(LEAD, "- name: 'lead\n", r"不是合法的 YAML", id="no YAML"),
    ],
)
def test_a_label(edited: Edit, old: str, new: str, said: str) -> None:
    edited("patterns/labels.yml", old, new)
    with pytest.raises(DataError, match=said):
        patterns.load.__wrapped__("labels")


def test_a_regex_is_told_with_its_entry(edited: Edit) -> None:
    edited("patterns/contents.yml", "regex: '", "regex: '(")
    made = patterns.load.__wrapped__("contents")
    with pytest.raises(DataError, match=r"contents.yml patterns.\w+.regex：正则不合法"):
        list(made.patterns)


@pytest.mark.parametrize(
    ("file", "old", "new", "read", "said"),
    [
        (
            "department-names.csv",
            "short,full",
            "short,ful",
            lambda folder: Departments(folder).names,
            "没有“ful”，是否指 full",
        ),
        (
            "indicator-names.csv",
            "GDP,gdp,exact",
            "GDP,gdp,exact,",
            lambda _: exact_names(),
            "第 2 行：有 5 格",
        ),
        ("scales.csv", "times", "time", lambda _: scales.__wrapped__(), "没有“time”，是否指 times"),
        (
            "quantity-kinds.csv",
            "label_en",
            "label_e",
            lambda _: measuring.quantity_kinds(),
            "是否指 label_en",
        ),
    ],
)
def test_other_tables(
    edited: Edit, file: str, old: str, new: str, read: Callable[[Path], object], said: str
) -> None:
    folder = edited(f"registry/{file}", old, new)
    with pytest.raises(DataError, match=f"data/registry/{file} .*{said}"):
        read(folder)


def test_a_table_of_other_characters(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes("wrong,right\n按装,安装\n".encode("gb18030"))
    with pytest.raises(DataError, match="请另存为 UTF-8"):
        read_rows(path, ("wrong", "right"))


def test_an_error_is_told_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("wrong,right\n按装\n", "utf-8")
    with pytest.raises(DataError) as caught:
        read_rows(path, ("wrong", "right"))
    assert caught.value.zh.endswith("格内有逗号时加引号。")
    assert "own.csv 第 2 行：有 1 格，表头有 2 列" in caught.value.zh
    assert "own.csv line 2: 1 cells for 2 columns" in caught.value.en


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("甲乙\n丙丁\n", [("甲", "丙"), ("乙", "丁")], id="each with that below"),
        pytest.param("甲乙\n丙\n", "pairs.txt：两行字数应当相同", id="of two lengths"),
    ],
)
def test_pairs_of_characters(text: str, said: str | list[tuple[str, str]], tmp_path: Path) -> None:
    path = tmp_path / "pairs.txt"
    path.write_text(text, "utf-8")
    if isinstance(said, list):
        assert read_pairs(path) == said
        return
    with pytest.raises(DataError, match=said):
        read_pairs(path)
