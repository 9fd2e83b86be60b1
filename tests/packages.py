"""Install what is released outside the checkout and use it: ``python -m tests.packages [PYTHON …]``.

Builds the sdist, from it the wheel, and with each Python named (``python3.11`` …; by default every one
of 3.11 to 3.13 on the path) makes a virtual environment, installs the wheel with its dependencies, and
walks: version, convert, validate, load, query, serve. Needs a package registry; not part of the gate.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICE = ROOT / "tests/gold/shengsi-2024-5/notice.txt"
PYTHONS = ("python3.11", "python3.12", "python3.13")
PORT = 18_765
TRIES = 120  # half seconds until the service answers


def run(command: Sequence[str | Path], folder: Path) -> str:
    """Run a command with nothing of this checkout on its path, and return what it prints."""
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "KG_", "VIRTUAL"))
    }
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=clean, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def built(folder: Path) -> Path:
    """Build the sdist from the checkout and the wheel from the sdist; return the wheel."""
    run([sys.executable, "-m", "venv", "build"], folder)
    pip = folder / "build/bin/python"
    run([pip, "-m", "pip", "-q", "install", "build"], folder)
    run([pip, "-m", "build", "--outdir", folder / "dist", ROOT], folder)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def walk(python: str, wheel: Path, folder: Path) -> None:
    """Install the wheel with one Python and use it as its users do."""
    folder.mkdir()
    run([python, "-m", "venv", "v"], folder)
    bin_ = folder / "v/bin"
    run([bin_ / "python", "-m", "pip", "-q", "install", wheel], folder)
    shutil.copyfile(NOTICE, folder / "notice.txt")
    run([bin_ / "kg", "--version"], folder)
    converted = json.loads(run([bin_ / "kg", "convert", "notice.txt", "--format", "json"], folder))
    assert len(converted["tasks"]) > 100, "the wheel reads fewer tasks"
    run([bin_ / "kg", "validate", "notice.txt"], folder)
    run([bin_ / "kg", "load", "notice.txt"], folder)
    assert "县发改局" in run([bin_ / "kg", "query", "workload", "--format", "csv"], folder)
    service = subprocess.Popen(
        [bin_ / "kg", "serve", "--port", str(PORT)], cwd=folder, stdout=subprocess.DEVNULL
    )
    try:
        answered()
    finally:
        service.terminate()
        service.wait(30)


def answered() -> None:
    """Wait until the first page answers."""
    for _ in range(TRIES):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=10) as page:
                assert "责任" in page.read().decode()
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the service does not answer")


def main(pythons: Sequence[str]) -> None:
    """Build once, walk with each Python, print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = built(folder)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")
        for number, python in enumerate(pythons):
            if shutil.which(python) is None:
                print(f"{python}: untried, not on the path")
                continue
            start = time.monotonic()
            walk(python, wheel, folder / str(number))
            version = run([python, "--version"], folder).strip()
            print(f"{version}: installed and used in {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:] or PYTHONS)
