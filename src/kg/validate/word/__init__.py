"""A report written back into the Word file that it is about.

    commented(data, report)    each entry as a comment on its words
    repaired(data, report)     the certain repairs as tracked changes

Only the parts that must change are written anew; every other part of the package keeps its bytes.
Whoever opens the file sees the author ``kg.read.wordml.OURS``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.validate.word.comments import commented
    from kg.validate.word.revisions import Repaired, repaired

_HOME = {"commented": "comments", "Repaired": "revisions", "repaired": "revisions"}
__all__ = ["Repaired", "commented", "repaired"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"kg.validate.word.{_HOME[name]}"), name)
