"""Validates what ``kg.emit`` makes: quads whose terms are N-Quads tokens."""

from __future__ import annotations

from collections.abc import Iterable

from kg.validate.checking import Engine, check_tokens
from kg.validate.report import Report


def validate(
    quads: Iterable[tuple[str, ...]], *, content: str | None = None, name: str = "", engine: Engine = "judge"
) -> Report:
    """Validate the quads of one notice: its graph and its part of the registry.

    Args:
        quads: What ``kg.emit.quads`` yields.
        content: The text of the notice as read.
        name: Of the file.
        engine: ``judge`` is pySHACL; ``quick`` says the same in a fifth of the time.
    """
    return check_tokens(dict.fromkeys(quad[:3] for quad in quads), content=content, name=name, engine=engine)
