"""What every baseline shares: numbered lines are items, a label line names their bodies.

items(text) -> [{"number", "text", "units"}, …]

1.新建公园3座。
责任单位：县住建局、县财政局        or, behind the sentence, （县住建局牵头，县财政局配合）
"""

from __future__ import annotations

import re
from typing import Any

NUMBERED = re.compile(r"^[　\s]*(?:[（(](\d{1,3})[)）]|(\d{1,3})[.．、])[　\s]*(.+)$")
LABEL = re.compile(r"^[　\s]*[（(]?(牵头|责任|配合|协办|主办)(?:单位|部门)[:：][　\s]*(.+?)[)）]?$")
BRACKET = re.compile(r"[（(]([^（）()]{2,80}?)(?:负责|落实)?[)）]。?$")
BODY = re.compile(r"(?:局|委|办|部|厅|府|院|公司|中心|街道|乡|镇|办公室|支队|银行)$")
ROLES = {"牵头": "lead", "主办": "lead", "配合": "support", "协办": "support", "责任": "responsible"}


def items(text: str) -> list[dict[str, Any]]:
    """Return the numbered items of a text with the bodies that stand below or behind them."""
    found: list[dict[str, Any]] = []
    for line in text.splitlines():
        label = LABEL.match(line)
        if label:
            if found:
                found[-1]["units"] += bodies(label[2], ROLES[label[1]])
            continue
        numbered = NUMBERED.match(line)
        if numbered:
            found.append(_item(numbered[1] or numbered[2], numbered[3]))
    return found


def _item(number: str, words: str) -> dict[str, Any]:
    bracket = BRACKET.search(words)
    units = bodies(bracket[1], "responsible") if bracket else []
    return {
        "number": number,
        "text": words[: bracket.start()] if bracket and units else words,
        "units": units,
    }


def bodies(words: str, role: str) -> list[dict[str, Any]]:
    """Return the bodies of a list; 牵头 and 配合 behind a clause give it a role."""
    found = []
    for clause in re.split(r"[，,；;]", words):
        verb = re.search(r"(牵头|配合)(?:负责)?$", clause)
        names = clause[: verb.start()] if verb else clause
        given = ROLES[verb[1]] if verb else role
        for name in re.split(r"[、\s]+", names.strip("。 ")):
            collective = name.startswith(("各", "有关", "相关"))
            if collective or BODY.search(name):
                found.append({"text": name, "role": given, "collective": collective})
    return found
