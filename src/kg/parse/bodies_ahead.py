"""Bodies that stand before what they do: 县财政局：落实资金…, or 二、财政办公室（2项） above it.

One paragraph or heading alone may begin so by chance: most of those numbered alike do.
"""

from __future__ import annotations

from kg.parse.bodies import names_bodies
from kg.parse.document import Label
from kg.parse.labels import whole_duty
from kg.parse.lines import Line
from kg.parse.outline import Node
from kg.registry.patterns import rule

_MOST_LED = 0.8  # of the paragraphs or headings that are numbered alike


def name_bodies(root: Node) -> None:
    """Make labels of the bodies with which the paragraphs below a node begin."""
    by_style: dict[str, list[Node]] = {}
    for node in root.below():
        if node.number and not node.has_duty():
            by_style.setdefault(node.number.style, []).append(node)
    for nodes in by_style.values():
        leaves = [node for node in nodes if not node.children]
        led = [(node, parted) for node in leaves if (parted := _led(node))]
        if len(led) > 2 and _MOST_LED * len(leaves) <= len(led):
            for node, (who, words) in led:
                node.parts[:1] = [words, *who]


def _led(node: Node) -> tuple[list[Label], Line] | None:
    """Part 县财政局：落实资金… into who does it and the words."""
    match = rule("outline.led_by").match(node.first.text)
    if not match:
        return None
    who = node.first.part(0, match.end("who"))
    labels = [Label("responsible", None, who)] if names_bodies(who.text) else whole_duty(who)
    return (labels, node.first.part(match.end())) if labels else None
