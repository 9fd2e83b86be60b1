"""``python -m tests.benchmark FOLDER``: write the benchmark; what this project itself predicts with it.

python -m tests.benchmark FOLDER              the benchmark
python -m tests.benchmark FOLDER --predict OUT    and this project's predictions for score.py
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.benchmark.build import build
from tests.benchmark.predict import predict

parser = argparse.ArgumentParser(prog="python -m tests.benchmark")
parser.add_argument("folder", type=Path)
parser.add_argument("--predict", type=Path)
given = parser.parse_args()
if given.folder.exists():
    parser.error(f"{given.folder} exists; name another folder")
print(build(given.folder))
if given.predict:
    predict(given.folder, given.predict)
    print(given.predict)
