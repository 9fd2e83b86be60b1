"""The commands that measure the checks: what they say of sound documents, and of drafts with slips."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import alarms, slips

DRAFT = """清漪县人民政府办公室
关于印发2024年重点工作责任分解的通知

清政办发〔2024〕5号

各乡镇人民政府，县政府各部门：

现将2024年重点工作责任分解印发给你们，请认真贯彻执行。

清漪县人民政府办公室
2024年2月18日

2024年重点工作责任分解

1.新建学校3所，进一步进一步完善设施。
责任单位：县教育局

2.新建公园2个,改造道路5公里。
责任单位：县住建局
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "D1.txt").write_text(DRAFT, "utf-8")
    sound = DRAFT.replace("进一步进一步", "进一步").replace("个,", "个，")
    (tmp_path / "S1.txt").write_text(sound, "utf-8")
    rows = ["file\tkind\twords\twhat\tsure", "D1.txt\tdoubled\t进一步\n进一步完善\t重复\tyes"]
    rows[1] = rows[1].replace("\n", "")
    rows.append("D1.txt\tunit-twice\t县教育局|县住建局\t没有重复\tno")
    (tmp_path / "slips.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    return tmp_path


def test_slips_are_counted_at_their_words_and_alarms_beside_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slips.main([str(folder)])
    told = capsys.readouterr().out.splitlines()
    assert "  doubled: 1 of 1" in told
    assert "  unit-twice: 0 of 1" in told
    assert "all: 1 of 2" in told
    assert "1 with slips: 1 warning beside the slips" in told  # the half-width comma
    assert "1 sound: 0 warning beside the slips" in told


def test_a_kind_without_rules_is_refused(folder: Path) -> None:
    (folder / "slips.tsv").write_text("file\tkind\twords\twhat\nD1.txt\tnovel\t学校\t无\n", "utf-8")
    with pytest.raises(SystemExit, match="novel"):
        slips.main([str(folder)])


def test_alarms_are_listed_and_a_sheet_judges_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alarms.main([str(folder / "D1.txt")])
    listed = capsys.readouterr().out.splitlines()
    assert {line.split("\t")[3] for line in listed} == {"doubled-word", "half-width-mark"}
    sheet = folder / "sheet.tsv"
    sheet.write_text(f"right{listed[0]}\nwrong{listed[1]}\n", "utf-8")
    alarms.main([str(folder / "D1.txt"), "--judged", str(sheet)])
    told = capsys.readouterr()
    assert told.out == ""
    assert "warning: 1 right, 1 wrong (1.000 a document), 0 open, 0.500 right" in told.err


def test_every_rule_that_answers_a_kind_exists() -> None:
    from kg.proof import rules
    from kg.validate.catalogue import wordings

    known = {one.rule.id for one in wordings().values()} | set(rules())
    asked = {rule for kinds in slips.GROUPS.values() for names in kinds.values() for rule in names}
    assert asked <= known
