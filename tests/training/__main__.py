"""Learn the weights of the reader from the gold: ``python -m tests.training``."""

from __future__ import annotations

from tests.training.judge import train as train_judge

if __name__ == "__main__":
    print(train_judge())
