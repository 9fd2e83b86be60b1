"""What is served was built from what stands beside it, and asks no other host; no node is needed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from kg import resources

STATIC = resources.static()
SOURCES = STATIC.parent / "assets"
MANIFEST = json.loads((STATIC / "manifest.json").read_text("utf-8"))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_built_from_these_sources() -> None:
    names = {"build.mjs", "package.json", "package-lock.json"} | {
        f"src/{path.name}" for path in (SOURCES / "src").iterdir()
    }
    assert {name: digest(SOURCES / name) for name in names} == MANIFEST["sources"], "run `make assets`"


def test_built_files_are_unchanged() -> None:
    found = {path.name: digest(path) for path in STATIC.iterdir() if path.name != "manifest.json"}
    assert found == MANIFEST["files"]


def test_the_lock_holds_no_address() -> None:
    lock = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))
    packages = {name: told for name, told in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in told and told["integrity"] for told in packages.values())


def test_third_party_licences_are_there() -> None:
    text = (STATIC / "THIRD-PARTY-LICENSES.txt").read_text("utf-8")
    for part in text.split("-" * 80):
        assert len(part.strip().splitlines()) > 5, part[:80]
    for name in ("echarts", "htmx.org", "@zazuko/yasqe", "codemirror"):
        assert f"{name} " in text
