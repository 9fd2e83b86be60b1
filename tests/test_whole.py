"""Files and folders that appear whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import whole


def fill(part: Path) -> None:
    part.write_text("new")


def fill_folder(part: Path) -> None:
    part.mkdir()
    (part / "inner").write_text("new")


@pytest.mark.parametrize("data", ["新的\n", "新的\n".encode()])
def test_what_is_written_stands_there_alone(data: bytes | str, tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text("old")
    whole.write(place, data)
    assert place.read_bytes() == "新的\n".encode()
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_permissions_pass_on(mode: int, tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text("old")
    place.chmod(mode)
    whole.write(place, "new")
    assert place.stat().st_mode & 0o777 == mode


def test_a_new_file_has_those_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    whole.write(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("fails_at", ["fsync", "replace"])
@pytest.mark.parametrize("stands", [True, False])
def test_a_write_that_fails_changes_nothing(
    fails_at: str, stands: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "full")

    place = tmp_path / "a.txt"
    if stands:
        place.write_text("old")
    monkeypatch.setattr(*(os, "fsync") if fails_at == "fsync" else (Path, "replace"), fail)
    with pytest.raises(OSError, match="full"):
        whole.write(place, "new")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"] * stands


@pytest.mark.parametrize("make", [fill, fill_folder])
def test_what_is_made_beside_takes_its_place(make: Callable[[Path], None], tmp_path: Path) -> None:
    place = tmp_path / "a"
    with whole.beside(place) as part:
        make(part)
        assert not place.exists()
    assert list(tmp_path.iterdir()) == [place]
    assert (place / "inner" if place.is_dir() else place).read_text() == "new"


@pytest.mark.parametrize("make", [fill, fill_folder])
def test_what_is_not_made_to_the_end_is_gone(make: Callable[[Path], None], tmp_path: Path) -> None:
    place = tmp_path / "a"

    def half() -> None:
        with whole.beside(place) as part:
            make(part)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert list(tmp_path.iterdir()) == []


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    place = tmp_path / ("通" * 83 + ".nq")
    whole.write(place, "new")
    with whole.beside(place) as part:
        fill(part)
    assert place.read_text() == "new"


def test_two_at_one_place_do_not_meet(tmp_path: Path) -> None:
    place = tmp_path / "a"
    with whole.beside(place) as one, whole.beside(place) as other:
        one.write_text("one")
        other.write_text("other")
    assert place.read_text() == "one"


def test_what_a_process_left_that_died_is_known_by_its_name(tmp_path: Path) -> None:
    part = whole.stage(tmp_path / "a.txt", "new")
    assert list(tmp_path.glob(whole.PARTS)) == [part]
    whole.drop(part)
    whole.drop(part)
    assert list(tmp_path.iterdir()) == []
