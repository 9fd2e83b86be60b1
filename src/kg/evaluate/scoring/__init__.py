"""The rules of scoring alone: JSON of a notice against its gold, with nothing of the converter.

    compare("name", gold, got, text) -> FileScore

This folder needs the standard library only, so that it travels with the benchmark and scores
whatever gives the JSON of the contract (``tests/benchmark``).
"""

from kg.evaluate.scoring.notice import compare
from kg.evaluate.scoring.scores import KINDS, Evaluation, FileScore, Score, text_table

__all__ = ["KINDS", "Evaluation", "FileScore", "Score", "compare", "text_table"]
