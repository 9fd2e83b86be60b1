"""A few rounds of ``kill -9`` between the writes; ``make bench BENCH=killing`` runs 150."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROUNDS = 3


def test_what_is_kept_survives_kill_9(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.tables.crash", str(tmp_path), str(ROUNDS), "7"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == 0, done.stdout + done.stderr
    assert told["rounds"] == ROUNDS
