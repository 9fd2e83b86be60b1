"""Laws of conversion on damaged notices: at least 2,000 of them, made from real layouts.

Converting raises nothing but the package's own errors and stays within bounds; the text of every
span says what the value says; what is not touched does not change.
"""

from __future__ import annotations

import random
import re
import time
import unicodedata
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import KgError
from kg.evaluate import find_gold
from kg.model import Notice, Project, Span, Task
from kg.read.characters import folded

GOLD = Path(__file__).parent / "gold"
TEXTS = [
    (notice.name, notice.read_bytes())
    for notice, _ in find_gold(GOLD)
    if notice.suffix in (".txt", ".md") and "shengsi" not in str(notice)
]
ROUNDS = 2_000
REAL = GOLD / "shengsi-2024-5" / "notice.txt"


def decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("gold is UTF-8 or GB18030")


def mutated(text: str, rng: random.Random) -> bytes:
    """Damage a text as copying, printing and recognition do."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 4)):
        kind = rng.randrange(9)
        at = rng.randrange(len(lines))
        if kind == 0:
            del lines[at : at + rng.randint(1, 3)]
        elif kind == 1:
            lines.insert(at, lines[at])
        elif kind == 2:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 3 and lines[at]:
            lines[at] = lines[at][: rng.randrange(len(lines[at]))]
        elif kind == 4 and len(lines[at]) > 1:
            i = rng.randrange(len(lines[at]) - 1)
            lines[at] = lines[at][:i] + lines[at][i + 1] + lines[at][i] + lines[at][i + 2 :]
        elif kind == 5:
            lines[at] = unicodedata.normalize("NFKC", lines[at])
        elif kind == 6:
            lines[at] = re.sub(r"[，。、：；（）]", lambda _: rng.choice(" ,.;:()（、"), lines[at])
        elif kind == 7 and lines[at]:
            i = rng.randrange(len(lines[at]))
            lines[at] = lines[at][:i] + "\n" + lines[at][i:]
        else:
            lines[at] = lines[at] + rng.choice(
                ["\t", "|", "（", "责任单位：", "1.", "%", "一、", "\x00", "12345"]
            )
        lines = lines or [""]
    joined = "\n".join(lines)
    data = joined.encode("utf-8")
    if rng.random() < 0.1 and data:
        i = rng.randrange(len(data))
        data = data[:i] + bytes([rng.randrange(256)]) + data[i + 1 :]
    return data


def said(content: str, spans: tuple[Span, ...]) -> str:
    """Return what the text says at the first span, look-alikes folded, without what cleaning drops."""
    return re.sub(
        r"\s|[\u200b-\u200d\u2060\ufeff\u00ad|│┃║*]|<br\s*/?>|</?[a-z][^>]*>|&nbsp;",
        "",
        folded(content[spans[0].start : spans[0].end]),
    )


def prefixes(content: str, spans: tuple[Span, ...]) -> list[str]:
    """Return what the first span says, the first two, and so on: a cell may be wrapped."""
    pieces = [said(content, (span,)) for span in spans]
    return ["".join(pieces[: i + 1]) for i in range(len(pieces))]


def squeezed(text: str) -> str:
    return re.sub(r"\s|[|│┃║*]", "", text)


def check(notice: Notice) -> None:
    content = notice.text.content
    items: tuple[Task | Project, ...] = (*notice.tasks, *notice.projects)
    for item in items:
        for responsibility in item.responsibilities:
            assert squeezed(responsibility.mention) in prefixes(content, responsibility.evidence)
        for leadership in item.leaderships:
            assert leadership.name in prefixes(content, leadership.evidence)[-1]
        for target in item.targets:
            assert any(squeezed(target.text) in words for words in prefixes(content, target.evidence))
        if item.deadline:
            assert squeezed(item.deadline.text) in prefixes(content, item.deadline.evidence)
        if item.text and "\t" not in content and "|" not in content:
            assert prefixes(content, item.evidence)[-1].startswith(squeezed(item.text)[:6])
    for finding in notice.findings:
        for span in finding.evidence:
            assert span.end <= len(content)


def test_two_thousand_damaged_notices() -> None:
    rng = random.Random(20241123)
    converted = refused = 0
    slowest = 0.0
    for number in range(ROUNDS):
        name, data = TEXTS[number % len(TEXTS)]
        damaged = mutated(decoded(data), rng)
        start = time.perf_counter()
        try:
            notice = pipeline.convert(damaged, name=name)
        except KgError:
            refused += 1
            continue
        finally:
            slowest = max(slowest, time.perf_counter() - start)
        converted += 1
        check(notice)
    assert converted + refused == ROUNDS
    assert converted > ROUNDS * 0.9
    assert slowest < 5, "a notice of a few thousand characters takes milliseconds"


def test_the_real_notice_says_what_it_says() -> None:
    check(pipeline.convert(REAL))


@pytest.mark.parametrize("seed", range(12))
def test_deleting_one_task_changes_no_other(seed: int) -> None:
    """Neither the words, nor the units, nor the paths of the others."""
    rng = random.Random(seed)
    content = REAL.read_text("utf-8")
    before = pipeline.convert(REAL)
    # A task that states the rule for all below it is part of them.
    gone = rng.choice(
        [t for t in before.tasks if "下同" not in content[t.evidence[-1].start : t.evidence[-1].end]]
    )
    begin, end = gone.evidence[0].start, gone.evidence[-1].end
    begin = content.rindex("\n", 0, begin)
    after = pipeline.convert((content[:begin] + content[end:]).encode(), name="notice.txt")
    kept = {t.iri: t for t in before.tasks if t.iri != gone.iri}
    assert [t.iri for t in after.tasks] == list(kept)
    for task in after.tasks:
        same = kept[task.iri]
        assert task.text == same.text
        assert [(r.iri, r.body, r.role, r.mention) for r in task.responsibilities] == [
            (r.iri, r.body, r.role, r.mention) for r in same.responsibilities
        ]
        assert [(t.iri, t.value, t.unit, t.bound) for t in task.targets] == [
            (t.iri, t.value, t.unit, t.bound) for t in same.targets
        ]
