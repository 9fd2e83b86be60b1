"""Learn what the reader has learned, from the gold: ``python -m tests.training [--check]``; twenty minutes of
one processor, shared by as many processes as there are, or as ``KG_TRAINING_PROCESSES`` says.

The judge's weights, then the witness, then the confidence, which looks at what both say, then which
items are wrong, which looks at the confidence. With
``--check`` nothing is written, and what stands otherwise than the gold teaches is named.
"""

from __future__ import annotations

import argparse
import sys

from kg import resources
from tests.training import confidence, items, judge, witness
from tests.training.corpus import cases, tables


def main(check: bool) -> int:
    """Learn all, and store it or compare it with what is stored."""
    differs = 0
    found = [*cases(), *tables()]
    for part in (judge, witness, confidence, items):
        path = resources.data(*part.PATH)
        before = path.read_bytes() if path.exists() else b""
        made = part.learned(found)
        differs += made != before
        print(f"{path.name}: {'the same' if made == before else 'differs' if check else 'written'}")
        if not check:
            path.write_bytes(made)
    return differs if check else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.training", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    sys.exit(main(parser.parse_args().check))
