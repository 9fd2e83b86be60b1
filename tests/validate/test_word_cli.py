"""``kg validate --comments`` and ``--fix``: what is written, and what is refused in a sentence."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.read import read
from tests.validate import word_files as files

REAL = Path(__file__).resolve().parent.parent / "read" / "fixtures" / "shengsi-2024-5.docx"


def validated(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, ["--lang", "zh", "validate", *map(str, args)])


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The real notice in Word, as a draft."""
    return Path(shutil.copy(REAL, tmp_path / "草稿.docx"))


def test_the_real_notice_in_word(draft: Path, tmp_path: Path) -> None:
    noted, mended = tmp_path / "批注.docx", tmp_path / "改后.docx"
    done = validated(draft, "--comments", noted, "--fix", mended, "--format", "json")
    assert done.exit_code == 0
    entries = json.loads(done.stdout)["entries"]
    found = files.enclosed(noted.read_bytes())
    assert len(found) == len(entries) > 20
    exact = [
        found[str(number)] == "".join(entry["evidence"][0]["words"].split())
        for number, entry in enumerate(entries)
        if "".join(entry["evidence"][0]["words"].split())  # a break alone has no words
    ]
    assert all(exact)
    assert read(noted).content == read(draft).content
    again = json.loads(validated(noted, "--format", "json").stdout)
    assert again["entries"] == entries
    assert json.loads(validated(mended, "--format", "json").stdout)["counts"]["violation"] == 0
    before, after = files.parts(draft.read_bytes()), files.parts(mended.read_bytes())
    assert {name for name in after if after[name] != before.get(name)} == {"word/document.xml"}
    assert f"{files.W}del" in {element.tag for element in files.body(mended.read_bytes()).iter()}


def test_a_repaired_text_stays_a_text(tmp_path: Path) -> None:
    draft = tmp_path / "草稿.txt"
    draft.write_text(read(REAL).content, "utf-8")
    assert validated(draft, "--fix", tmp_path / "改后.txt").exit_code == 0
    assert (tmp_path / "改后.txt").read_text("utf-8") != draft.read_text("utf-8")


@pytest.mark.parametrize(
    ("source", "option", "name", "sentence"),
    [
        ("草稿.docx", "--fix", "改后.txt", "写入的内容是 .docx"),
        ("草稿.docx", "--comments", "批注.doc", "写入的内容是 .docx"),
        ("草稿.txt", "--fix", "改后.docx", "写入的内容是 .txt"),
        ("草稿.txt", "--comments", "批注.docx", "批注只能写在 docx 里"),
        ("草稿.docx", "--comments", "草稿.docx", "已存在"),
        ("草稿.docx", "--fix", "没有/改后.docx", "无法写入"),
        ("草稿.docx", "--comments", "没有/批注.docx", "无法写入"),
    ],
)
def test_what_cannot_be_written_is_refused(
    source: str, option: str, name: str, sentence: str, tmp_path: Path
) -> None:
    draft = tmp_path / source
    if source.endswith(".docx"):
        draft.write_bytes(files.made("one run"))
    else:
        draft.write_text(read(files.made("one run")).content, "utf-8")
    before = draft.read_bytes()
    done = validated(draft, option, tmp_path / name)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [source], "nothing is left behind"
    assert draft.read_bytes() == before


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("/proc/批注.docx", "无法写入"),
        ("草稿.docx/批注.docx", "无法写入"),
        ("批" * 300 + ".docx", "无法写入"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_turns_out_unwritable_leaves_nothing(
    target: str, sentence: str, first: bool, tmp_path: Path
) -> None:
    draft = tmp_path / "草稿.docx"
    draft.write_bytes(files.made("one run"))
    options = [("--comments", tmp_path / target), ("--fix", tmp_path / "改后.docx")]
    if not first:
        options = [("--comments", tmp_path / "批注.docx"), ("--fix", tmp_path / target)]
    done = validated(draft, *(part for option in options for part in option))
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["草稿.docx"], "nothing is left behind"


def test_a_folder_that_is_read_only_is_told_before_work(
    draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "共享").mkdir()
    # Root may write anywhere, so that the mode of a folder shows nothing.
    monkeypatch.setattr(os, "access", lambda path, mode: "共享" not in str(path))
    monkeypatch.setattr("kg.pipeline.validate_many", lambda *_, **__: pytest.fail("work began"))
    done = validated(draft, "--comments", tmp_path / "共享" / "批注.docx")
    assert done.exit_code == 2
    assert "无法写入" in done.stderr
    assert list((tmp_path / "共享").iterdir()) == []


def test_a_full_disk_leaves_nothing(draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []

    def full(number: int) -> None:
        written.append(number)
        if len(written) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    done = validated(draft, "--comments", tmp_path / "批注.docx", "--fix", tmp_path / "改后.docx")
    assert (done.exit_code, len(written)) == (2, 2)
    assert "无法写入" in done.stderr
    assert "写入 " not in done.stderr.replace("无法写入 ", ""), "nothing is said to be written"
    assert [path.name for path in tmp_path.iterdir()] == ["草稿.docx"]


def test_two_files_are_not_written_to_one_place(draft: Path, tmp_path: Path) -> None:
    done = validated(draft, "--comments", tmp_path / "改.docx", "--fix", tmp_path / "改.docx")
    assert done.exit_code == 2
    assert "请用两个文件名" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["草稿.docx"]


def test_a_docx_that_opens_nowhere_leaves_nothing(tmp_path: Path) -> None:
    draft = tmp_path / "草稿.docx"
    draft.write_bytes(REAL.read_bytes()[:20_000])
    done = validated(draft, "--comments", tmp_path / "批注.docx", "--fix", tmp_path / "改后.docx")
    assert done.exit_code == 2
    assert "已损坏或不完整" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["草稿.docx"]


def test_open_revisions_and_comments_are_told(tmp_path: Path) -> None:
    draft = tmp_path / "草稿.docx"
    draft.write_bytes(files.made("revisions"))
    told = json.loads(validated(draft, "--format", "json").stdout)["entries"]
    [entry] = [entry for entry in told if entry["ruleId"] == "open-revisions"]
    assert entry["severity"] == "info"
    assert "2 处修订" in entry["message"]
    noted, twice = tmp_path / "批注.docx", tmp_path / "又.docx"
    validated(draft, "--comments", noted)
    assert "open-comments" not in validated(noted, "--format", "json").stdout, "these are ours"
    twice.write_bytes(files.replaced(noted.read_bytes(), "word/comments.xml", "责任图谱", "某人"))
    told = json.loads(validated(twice, "--format", "json").stdout)["entries"]
    assert [entry["severity"] for entry in told if entry["ruleId"] == "open-comments"] == ["info"]
