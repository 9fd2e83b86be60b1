"""Recorded human judgements: this name is that body, or is not; they win over every rule.

One JSON object a line in ``*.jsonl``, append only; those of ``data/judgements`` hold everywhere,
those of the folder that ``KG_JUDGEMENTS`` names besides::

    {"division": "330922", "mention": "县农林农业局", "unit": "unit/3f…", "judgement": "same",
     "who": "…", "when": "2026-11-23", "evidence": "…", "label": "县农业农村局"}

``division`` is the code of the notice's place; without a code its name, or its path (``place/x…``)
where its superior is told, too. ``judgement`` is ``same``, ``different`` or ``unsure``; a later line
about the same mention and unit replaces an earlier one. Two units that are both the same as one
mention contradict each other, and nothing is read then. ``label`` names a unit that no registry holds.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import DataError, StoreError, UsageError
from kg.identity import digest
from kg.model import Judgement
from kg.names.normal import normal
from kg.registry.rows import unknown, wrong

CONFIDENCE = Decimal("0.99")
"""How sure a name is that a person has judged."""
_FIELDS = ("division", "mention", "unit", "judgement", "who", "when", "evidence")
_WORDS = ("same", "different", "unsure")
_UNIT = re.compile(r"unit/[0-9a-f]{6,64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[0-9:.+Z-]{1,30})?")
_LONGEST_FILE = 20_000_000  # bytes
_LONGEST = 2000  # characters of one value


class Judgements:
    """All recorded judgements, the last word on each pair.

    Raises:
        DataError: two units are both judged to be one mention.
    """

    def __init__(self, lines: Iterable[Judgement]) -> None:
        self._last = {(j.division, normal(j.mention), j.unit): j for j in lines}
        self._same: dict[tuple[str, str], Judgement] = {}
        for judged in self._last.values():
            if judged.judgement != "same":
                continue
            key = (judged.division, normal(judged.mention))
            if other := self._same.get(key):
                raise DataError(
                    f"对“{judged.mention}”的两条判断互相矛盾：{other.who}（{other.when}）判为 {other.unit}，"
                    f"{judged.who}（{judged.when}）判为 {judged.unit}；请为其中一条补记 different。",
                    f"Two judgements of {judged.mention} contradict each other: {other.unit} ({other.who}, "
                    f"{other.when}) and {judged.unit} ({judged.who}, {judged.when}); take one back.",
                )
            self._same[key] = judged

    def __iter__(self) -> Iterator[Judgement]:
        return iter(self._last.values())

    def same(self, division: str | None, form: str) -> Judgement | None:
        """Return the judgement that a mention is a certain unit."""
        return self._same.get((division or "", form)) if self._same else None

    def last(self, division: str, form: str, unit: str) -> Judgement | None:
        """Return the last judgement of a mention and a unit, whatever it says."""
        return self._last.get((division, form, unit))

    def different(self, division: str | None, form: str, unit: str) -> Judgement | None:
        """Return the judgement that a mention is not this unit."""
        judged = self._last.get((division or "", form, unit)) if self._last else None
        return judged if judged is not None and judged.judgement == "different" else None


def load(*folders: Path) -> Judgements:
    """Read every ``*.jsonl`` of the folders, in the order of the names and lines.

    Raises:
        DataError: a line is no judgement, or two contradict each other.
    """
    return Judgements(
        line for folder in folders for path in sorted(folder.glob("*.jsonl")) for line in _read(path)
    )


def with_folder(folder: str | Path | None) -> Judgements:
    """Return the judgements of this installation and of a folder besides.

    Raises:
        UsageError: there is no such folder.
        DataError: a line is no judgement, or two contradict each other.
    """
    if folder is None or not str(folder):
        return judgements()
    path = Path(folder)
    if not path.is_dir():
        raise UsageError(
            f"KG_JUDGEMENTS 指定的文件夹 {path} 不存在。",
            f"The folder of KG_JUDGEMENTS does not exist: {path}.",
        )
    return load(resources.data("judgements"), path)


def judgement(**fields: str) -> Judgement:
    """Return a judgement under its own IRI; the fields are those of a line."""
    return Judgement(iri=f"judgement/{digest('judgement', *(fields[field] for field in _FIELDS))}", **fields)


def as_line(judged: Judgement) -> str:
    """Return a judgement as a line of a file."""
    fields = {field: getattr(judged, field) for field in _FIELDS}
    return json.dumps(fields | ({"label": judged.label} if judged.label else {}), ensure_ascii=False) + "\n"


def append(folder: Path, judged: Judgement) -> None:
    """Add a judgement to the folder's own file, whole or not at all.

    Raises:
        StoreError: the folder cannot be written.
    """
    import fcntl  # here: reading needs none

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "pages.jsonl").open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(as_line(judged).encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(
            f"判断无法写入 {folder}：{error.strerror}；请检查 KG_JUDGEMENTS 的权限和空间。",
            f"The judgement cannot be written to {folder}: {error.strerror}; check KG_JUDGEMENTS.",
        ) from error


def _read(path: Path) -> Iterator[Judgement]:
    if path.stat().st_size > _LONGEST_FILE:
        raise DataError(f"{path.name} 太大，请分成几个文件。", f"{path.name} is too large; split it.")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield _of_line(line, path, number)


def _of_line(line: str, path: Path, number: int) -> Judgement:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    fields = {"label": "", **row} if isinstance(row, dict) else {}
    if fields.keys() != {*_FIELDS, "label"} or not all(
        isinstance(value, str) and len(value) <= _LONGEST and (value or key in ("label", "division"))
        for key, value in fields.items()
    ):
        zh, en = (
            f"不是一条判断，应有 {'、'.join(_FIELDS)}",
            f"no judgement; it must have {', '.join(_FIELDS)}",
        )
        raise wrong(path, "", zh, en, number)
    if fields["judgement"] not in _WORDS:
        raise unknown(path, "judgement", fields["judgement"], _WORDS, number)
    if not _UNIT.fullmatch(fields["unit"]) or not _DAY.fullmatch(fields["when"]):
        zh, en = "unit 应写作 unit/…，when 应写作 年-月-日", "unit must be written unit/…, when YYYY-MM-DD"
        raise wrong(path, "", zh, en, number)
    return judgement(**fields)


@cache
def judgements() -> Judgements:
    """Return the judgements of this installation."""
    return load(resources.data("judgements"))
