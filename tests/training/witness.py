"""The witness: which pieces of lines begin a task, which name bodies, by the gold."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pycrfsuite

from kg.parse import witness
from kg.parse.parse import page_of
from kg.parse.witness import Piece
from tests.training.corpus import Case

PATH = "reading", "witness.crfsuite"
_PREFIX = 10  # characters of a task that tell where it begins
_LEAST = 3  # times that a feature must be seen


def _bare(text: str) -> str:
    return re.sub(r"[\s“”\"（）()、，。：:；;]", "", text)


def labels(found: Sequence[Piece], case: Case) -> list[str]:
    """Return what each piece is by the gold: the beginning of a task, bodies, or something else."""
    gold = [*case.gold.get("tasks", []), *case.gold.get("projects", [])]
    starts = {_bare(item.get("text") or item.get("name") or "")[:_PREFIX] for item in gold} - {""}
    units = {
        _bare(unit["name"] if isinstance(unit, dict) else unit) for item in gold for unit in _units(item)
    }
    rows = []
    for piece in found:
        words = _bare(re.sub(r"^[（(]?[\d一二三四五六七八九十]{1,3}[)）.．、]*", "", piece.line.text))
        if any(words.startswith(start) or (len(words) > 4 and start.startswith(words)) for start in starts):
            rows.append(witness.BEGINS)
        elif any(unit and unit in words for unit in units) and len(words) < 80:
            rows.append(witness.BODIES)
        else:
            rows.append(witness.OTHER)
    return rows


def _units(item: dict[str, object]) -> list[object]:
    found: list[object] = []
    for key in ("units", "lead", "support", "responsible", "collectives"):
        value = item.get(key)
        found += value if isinstance(value, list) else []
    return found


def learned(found: Iterable[Case]) -> bytes:
    """Return the model that the cases teach."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.05, "max_iterations": 80, "feature.minfreq": _LEAST})
    for case in found:
        cut = witness.pieces(page_of(case.text).lines)
        if cut:
            trainer.append(witness.features(cut), labels(cut, case))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()


@contextmanager
def tagger_of(found: Iterable[Case]) -> Iterator[pycrfsuite.Tagger]:
    """Give a witness taught by these cases."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        path.write_bytes(learned(found))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        yield tagger
        tagger.close()
