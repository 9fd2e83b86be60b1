"""The names and small accessors that everything of WordprocessingML needs."""

from __future__ import annotations

from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OURS: Final = "责任图谱"  # the author of comments and changes that this program writes


def flag(properties: Any, name: str) -> bool | None:
    """Return whether an on/off property is set; None where it is not mentioned."""
    element = properties.find(W + name) if properties is not None else None
    if element is None:
        return None
    return element.get(W + "val", "1") not in {"0", "false", "off"}


def value(parent: Any, *path: str) -> str | None:
    """Return the value of an element below, by its path; None where it is not mentioned."""
    for name in path:
        parent = parent.find(W + name) if parent is not None else None
    return parent.get(W + "val") if parent is not None else None


def whole(text: str | None, default: int = 0) -> int:
    """Return a whole number; the default where there is none."""
    try:
        return int(text or default)
    except ValueError:
        return default
