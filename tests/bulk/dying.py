"""Readers of which some files end or hold up the process, as a fault in a library would."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

from kg.bulk.one import Done, Refused, one


def read(path: Path, base: str, at: datetime) -> Done | Refused:
    if "dies" in path.name:
        os._exit(9)
    return one(path, base, at)


def stay(path: Path, base: str, at: datetime) -> Done | Refused:
    """Write the number of the process where the file is, and stay."""
    path.with_suffix(".pid").write_text(str(os.getpid()), "utf-8")
    time.sleep(120)
    return one(path, base, at)
