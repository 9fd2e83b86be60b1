"""Run every test and count them in one closing line: ``python -m tests.everything [arguments of pytest]``.

Most tests run a file at a time on each core. Those marked ``alone`` bound the time or memory that something
may take; they run afterwards with the machine to themselves. The slowest twenty are named.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

PARTS = (
    ("-m", "not alone", "--numprocesses", "auto", "--dist", "loadfile"),
    ("-m", "alone"),
)
NOTHING_TO_RUN = 5  # pytest's status where a part has none of the tests asked for
NAMED = 20


@dataclass(frozen=True, slots=True)
class Ran:
    """One test as pytest reports it; seconds with set-up and tear-down."""

    name: str
    outcome: str  # passed, failed, skipped
    seconds: float


def read_report(path: Path) -> list[Ran]:
    """Return the tests of a JUnit XML report; none where pytest wrote no report."""
    if not path.exists():
        return []
    ran = []
    for case in ElementTree.parse(path).iter("testcase"):
        kinds = {child.tag for child in case}
        failed = kinds & {"failure", "error"}
        outcome = "failed" if failed else "skipped" if "skipped" in kinds else "passed"
        name = f"{case.get('classname')}::{case.get('name')}"
        ran.append(Ran(name, outcome, float(case.get("time", 0))))
    return ran


def closing_lines(ran: list[Ran], seconds: float) -> list[str]:
    """Return the slowest tests and the line that counts all of them."""
    slowest = sorted(ran, key=lambda one: -one.seconds)[:NAMED]
    outcomes = [one.outcome for one in ran]
    counts = ", ".join(
        f"{outcomes.count(kind)} {kind}"
        for kind in ("failed", "passed", "skipped")
        if kind in outcomes or kind == "passed"
    )
    return [
        *(f"{one.seconds:7.1f} s  {one.name}" for one in slowest),
        f"===== {counts} in {seconds:.0f}s ({int(seconds) // 60}:{int(seconds) % 60:02d}) =====",
    ]


def run_parts(arguments: list[str], folder: Path) -> tuple[int, list[Ran]]:
    """Run pytest once for each part; return the first status that is not 0, and what ran."""
    statuses: list[int] = []
    ran: list[Ran] = []
    for number, part in enumerate(PARTS):
        report = folder / f"part-{number}.xml"
        command = [sys.executable, "-m", "pytest", *part, f"--junitxml={report}", *arguments]
        statuses.append(subprocess.run(command, check=False).returncode)
        ran += read_report(report)
    failed = [status for status in statuses if status not in (0, NOTHING_TO_RUN)]
    return (failed or [min(statuses)])[0], ran


def main(arguments: list[str]) -> int:
    """Run the tests asked for; return the status of the whole."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        status, ran = run_parts(arguments, Path(folder))
    print(*closing_lines(ran, time.monotonic() - began), sep="\n", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
