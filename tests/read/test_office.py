"""doc, rtf, odt, wps by LibreOffice: a stand-in for it that works, is missing, hangs, dies or lies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from kg.errors import InputError, KgError, TooLarge, UnsupportedFormat
from kg.read import limits, read
from tests.read.package import docx, p, zipped
from tests.read.test_untrusted import ole

FILES = {
    "a.doc": ole("WordDocument"),
    "a.wps": ole("WordDocument"),
    "a.rtf": b"{\\rtf1 abc}",
    "a.odt": zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
}
MADE = docx(p("一、重点工作") + p("1.新建公园1座。责任单位：县住建局"))


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    made = tmp_path / "scratch"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    return made


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program named soffice first on the path; ``$OUT`` is the folder it is to write to."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    head = '#!/bin/sh\nfor one; do [ "$last" = --outdir ] && OUT="$one"; last="$one"; done\nmkdir -p "$OUT"\n'
    program.write_text(head + script)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and waits to be told of does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(what: object, seconds: float = 30) -> None:
    """Wait until something holds; it is a failure if it never does."""
    end = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


@pytest.mark.parametrize("name", FILES)
def test_what_it_makes_is_read(
    name: str, tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made.docx").write_bytes(MADE)
    told = f'echo "$@" > {tmp_path}/asked; env > {tmp_path}/env'
    install(tmp_path, monkeypatch, f'cp {tmp_path}/made.docx "$OUT/notice.docx"; {told}')
    monkeypatch.setenv("KG_TOKEN", "secret")
    text = read(FILES[name], name=name)
    assert text.content == "一、重点工作\n\n1.新建公园1座。责任单位：县住建局"
    assert (text.source.name, text.source.length) == (name, len(FILES[name])), "the file as received"
    asked = (tmp_path / "asked").read_text()
    assert "--infilter=" in asked, "it does not guess"
    assert f"UserInstallation=file://{scratch}/kg-office-" in asked, "a profile of its own"
    assert "secret" not in (tmp_path / "env").read_text()
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("name", FILES)
def test_without_it_a_sentence_says_what_to_do(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UnsupportedFormat, match="另存为 docx"):
        read(FILES[name], name=name)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("exit 1", id="fails"),
        pytest.param("exit 0", id="answers 0 and makes nothing"),
        pytest.param("kill -9 $$", id="dies"),
        pytest.param('echo no document > "$OUT/notice.docx"', id="makes something else"),
        pytest.param('head -c 3000 /dev/urandom > "$OUT/notice.docx"', id="makes random bytes"),
        pytest.param('printf "PK\\003\\004 broken" > "$OUT/notice.docx"', id="makes a broken zip"),
    ],
)
def test_what_fails_is_a_sentence_and_leaves_nothing(
    script: str, tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, script)
    with pytest.raises(InputError) as caught:
        read(FILES["a.doc"], name="a.doc")
    assert caught.value.zh.endswith("。")
    assert list(scratch.iterdir()) == []


HANGS = "sleep 600 & echo $$ $! > {}/pids.new; mv {}/pids.new {}/pids; wait"


def test_one_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, HANGS.replace("{}", str(tmp_path)))
    monkeypatch.setattr(limits, "OFFICE_SECONDS", 2)
    with pytest.raises(TooLarge, match="转换时间"):
        read(FILES["a.doc"], name="a.doc")
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    assert len(pids) == 2
    wait_for(lambda: not any(alive(pid) for pid in pids))
    assert list(scratch.iterdir()) == []


def test_it_ends_with_who_asked(tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service ends a conversion by killing its process, which cannot clean up any more."""
    install(tmp_path, monkeypatch, HANGS.replace("{}", str(tmp_path)))
    (tmp_path / "a.doc").write_bytes(FILES["a.doc"])
    code = "import sys; from pathlib import Path; from kg.read import read; read(Path(sys.argv[1]))"
    asking = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "a.doc")], stderr=subprocess.DEVNULL
    )
    try:
        wait_for((tmp_path / "pids").exists)
        pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
        assert all(alive(pid) for pid in pids)
    finally:
        asking.send_signal(signal.SIGKILL)
        asking.wait()
    wait_for(lambda: not any(alive(pid) for pid in pids))
    wait_for(lambda: not list(scratch.iterdir()))


def test_what_is_no_document_does_not_reach_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random bytes named .doc would become a document."""
    install(tmp_path, monkeypatch, f"touch {tmp_path}/reached")
    wrong = [("a.doc", bytes(range(256)) * 12), ("a.odt", zipped({"a": "甲"})), ("a.doc", ole("Book"))]
    for name, data in wrong:
        with suppress(KgError):  # some are texts, in which nothing is found later
            read(data, name=name)
    assert not (tmp_path / "reached").exists()
