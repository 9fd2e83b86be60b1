"""How the IRIs of a store are made: one made before they changed is told apart.

``graph/meta`` names the scheme (``kg.identity.SCHEME``) from the first load on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import identity, vocab
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.store.base import Store


def told(base: str) -> tuple[str, str, str]:
    """Return what ``graph/meta`` tells, as tokens of N-Triples."""
    return (
        f"<{base}graph/ontology>",
        f"<{vocab.PREFIXES['dcterms']}conformsTo>",
        f"<{vocab.ONTOLOGY}/identity/{identity.SCHEME}>",
    )


def is_former(store: Store) -> bool:
    """Say whether a store holds notices under IRIs as an earlier version of the program made them."""
    s, p, o = told(store.base)
    scheme = f"GRAPH <{store.base}graph/meta> {{ {s} {p} {o} }}"
    return store.query(f"ASK {{ ?n a <{vocab.kg('Notice')}> FILTER NOT EXISTS {{ {scheme} }} }}") is True


def refuse_former(store: Store) -> None:
    """Let nothing be loaded beside notices of another scheme.

    Raises:
        StoreError: the store holds such.
    """
    if is_former(store):
        raise StoreError(
            "这个知识库由较早的版本建立，通知和单位的标识已与现在不同：请把原文件重新载入一个新的知识库"
            "（kg load 文件夹 --store 新目录；原文件可用 kg history 通知 --save 取出）。",
            "This store was made by an earlier version, which made other IRIs of notices and bodies: load "
            "the files anew (kg load FOLDER --store NEW; kg history NOTICE --save gives them).",
        )
