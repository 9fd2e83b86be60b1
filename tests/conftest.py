"""What all tests share: where the public suites are, what may be skipped, and no network."""

from __future__ import annotations

import gc
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
_PROGRAMS = {
    "chromium": ("chromium", "chromium-browser"),
    "virtuoso": ("virtuoso-t",),
    "oxigraph": (str(ROOT / ".venv/bin/oxigraph"), "oxigraph"),
    "tesseract": ("tesseract",),
}


def _absent(reason: str) -> None:
    """Skip, saying why; under CI a skip would hide a missing install step, so fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def program(name: str) -> str:
    """Return the path of a program that the test needs (chromium, virtuoso, oxigraph, tesseract)."""
    for candidate in _PROGRAMS[name]:
        if path := shutil.which(candidate):
            return path
    _absent(f"{name} is not installed (.ci/run installs it from Debian)")
    raise AssertionError


def suites_path(*parts: str) -> Path:
    """Return a folder of the public conformance suites (KG_SUITES, default ../shared/suites)."""
    root = Path(os.environ.get("KG_SUITES", ROOT.parent / "shared" / "suites"))
    path = root.joinpath(*parts)
    if not path.exists():
        _absent(f"no conformance suite at {'/'.join(parts)}: set KG_SUITES")
    return path


def pytest_collection_finish() -> None:
    """Spare the collector the thousands of cases that stand until the end: a tenth of the time is its own."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print tables as wide wherever the tests run."""
    monkeypatch.setenv("COLUMNS", "140")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sockets reach this machine only."""
    connect: Callable[..., Any] = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise AssertionError(f"a test reached for the network: {address!r}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
