"""150 rounds of ``kill -9`` between the writes: what is kept beside a store never lies.

    python -m tests.bench killing

Asked: nothing wrong, before the next start has repaired anything and after.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.tables.crash import rounds

ROUNDS, SEED = 150, 20261130


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        print(json.dumps(rounds(Path(folder), ROUNDS, SEED), indent=2))


if __name__ == "__main__":
    main()
