"""Amounts that their parts, as a sentence tells them, do not make: sums, products, differences, shares.

sum_findings(line) -> Finding, ...

A bracket, 即 and 由…组成 tell all parts; 用于 and 包括 do so where the list ends the sentence; what merely
stands beside an amount must be named as a share (上半年, 省级, 甲镇) and come near it to be meant as a sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from kg.identity import ordinal
from kg.model import Finding, Span
from kg.parse.lines import Line
from kg.registry.findings import finding
from kg.registry.measures import scales
from kg.registry.patterns import load, rule

_NEARLY = Decimal("0.9")  # of the whole: two parts behind 其中 that leave less may be meant to be all
_MOSTLY = Decimal("0.75")  # and three or more, which are seldom an example
_HALF = Decimal("0.5")  # parts behind 用于 that make less are examples
_FAR = Decimal(10)  # times the whole: parts in a bracket that make more are of other things
_NEAR = (Decimal("0.6"), Decimal("1.4"))  # of the whole, between which parts without a word are meant
_LEAST_SCALE = 10_000
_MONEY = "元"
_REACHED = "达"  # 达到9.8亿元 says how much, as a bound alone does not
_HUNDRED = Decimal(100)


def sum_findings(line: Line) -> Iterator[Finding]:
    """Yield what does not add up in a line."""
    yield from _wholes(line)
    yield from _summed(line)
    yield from _products(line)
    yield from _moves(line)
    yield from _ratios(line)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its unit, in the smallest that is counted."""

    value: Decimal
    form: str  # without 万 and 亿
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """The parts that are told in the unit of the whole, from the first on."""

    parts: tuple[_Amount, ...]
    whole: _Amount
    is_all: bool  # nothing else is told behind them

    @property
    def total(self) -> Decimal:
        """What the parts make."""
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def share(self) -> Decimal:
        """What they make of the whole."""
        return self.total / self.whole.value if self.whole.value else Decimal(0)

    @property
    def is_near(self) -> bool:
        """Tell whether they come near the whole."""
        return _NEAR[0] <= self.share <= _NEAR[1]


def _amount(number: str, form: str, name: str = "") -> _Amount:
    scale = _scale(form)
    return _Amount(Decimal(number) * scale, (form[1:] if scale > 1 else form).replace("％", "%"), name)


def _scale(form: str) -> Decimal:
    """Return the scale that stands before a unit with a number in figures: 万吨, 亿元, but not 千米."""
    times = scales().get(form[:1], 1)
    return Decimal(times if times >= _LEAST_SCALE else 1)


def _run(text: str, whole: _Amount, name: str = "sums.part") -> _Run:
    pieces = _pieces(text)
    found = []
    for piece in pieces:
        match = rule(name).match(piece)
        part = _amount(match["number"], match["form"], match["name"]) if match else None
        if part is None or part.form != whole.form:
            break
        found.append(part)
    return _Run(tuple(found), whole, len(found) == len(pieces))


def _pieces(text: str) -> list[str]:
    """Cut a list of parts: 中央和省补助 is one, 财政200万元和自筹50万元 are two."""
    return rule("sums.part_mark").split(text)


# --- a whole, then its parts -----------------------------------------------------------------------


def _wholes(line: Line) -> Iterator[Finding]:
    """Yield each whole that its parts do not make; of several ways to read its parts, the first holds."""
    read: list[tuple[int, int]] = []  # wholes with their parts: what stands there is told
    ways: tuple[tuple[str, Callable[[re.Match[str], _Amount], tuple[_Run, bool | None]]], ...] = (
        ("parted", _parted),
        ("parted_far", _parted_far),
        ("led_in", _led_in),
        ("each_its_own", _each_its_own),
        ("beside", _beside),
    )
    for name, way in ways:
        for match in rule(f"sums.{name}").finditer(line.text):
            whole = _amount(match["number"], match["form"])
            start = match.start("whole")
            if whole.form == "%" or any(one <= start < end for one, end in read):
                continue
            run, sure = way(match, whole)
            if len(run.parts) < 2:
                continue
            if name != "beside" or sure is not None:
                read.append((start, _parts_span(match)[1]))
            bound = rule("sums.bounded").search(line.text[:start])
            reached = bound is not None and _REACHED in bound.group() and (sure or run.total > whole.value)
            if sure is not None and run.total != whole.value and (bound is None or reached):
                places = (line.span(*match.span("whole")), line.span(*_parts_span(match)))
                yield _no_sum(places, match, run.total, sure=sure)


def _parted(match: re.Match[str], whole: _Amount) -> tuple[_Run, bool | None]:
    """300万元（财政200万元、自筹50万元）: a bracket tells all parts, 其中 perhaps some."""
    inside, some = match["inside"], load("sums").words["partly"][0]
    partial = inside is None or inside.startswith(some)
    said = (inside or match["within"]).removeprefix(some).lstrip("：:")
    counted = _run(said, whole, "sums.part_counted")
    if inside is not None and counted.is_all:  # 14个乡镇（3个街道、11个镇）
        return counted, True if counted.is_near else None
    run = _run(said, whole)
    if _is_whole_of_two([part.name for part in run.parts]):
        return run, True
    if inside is not None and not run.is_all:
        return _Run((), whole, is_all=False), None
    least = (_NEARLY if len(run.parts) == 2 else _MOSTLY) if partial else Decimal(0)
    if run.share < least or (whole.form != _MONEY and run.share > _FAR):
        return run, None
    return run, not partial or run.share > 1


def _is_whole_of_two(names: list[str]) -> bool:
    """Tell whether two parts leave nothing over: 税收收入 and 非税收入."""
    pairs = (":".join(names), ":".join(reversed(names)))
    return len(names) == 2 and any(rule("sums.whole_of_two").match(pair) for pair in pairs)


def _parted_far(match: re.Match[str], whole: _Amount) -> tuple[_Run, bool | None]:
    """投入5400万元改造小区18个，其中省级3000万元: the money that is parted stands before what it is for."""
    run = _run(match["within"], whole)
    if run.share < (_NEARLY if len(run.parts) == 2 else _MOSTLY):
        return run, None
    return run, run.share > 1


def _led_in(match: re.Match[str], whole: _Amount) -> tuple[_Run, bool | None]:
    """800万元，用于甲镇300万元、乙镇400万元: only money is the same thing in the whole and in its parts."""
    run = _run(match["parts"], whole)
    if not run.is_all and _ends_with_clause(match["parts"], run):
        return run, True if run.is_near and run.share >= _MOSTLY else None
    if not run.is_all and not (run.share > 1 and whole.form == _MONEY):
        return run, None
    meant = run.is_near if whole.form != _MONEY else run.share >= _HALF
    return run, True if meant else None


def _ends_with_clause(text: str, run: _Run) -> bool:
    """Tell whether a comma ends a list that has 、 between its parts, and what follows is of other things."""
    marks = list(rule("sums.part_mark").finditer(text))[: len(run.parts)]
    if len(run.parts) < 2 or len(marks) < len(run.parts) or marks[-1].group() != "，":
        return False
    listed = all(mark.group() != "，" for mark in marks[:-1])
    return listed and not rule("sums.goes_on").match(text, marks[-1].end())


def _each_its_own(match: re.Match[str], whole: _Amount) -> tuple[_Run, bool | None]:
    """120个，城区、乡镇分别建成30个、40个: how much each has stands behind 分别."""
    last = match["last"]
    numbers = re.findall(r"(\d+(?:\.\d+)?)([^\d、，和以及]*)", match["parts"])
    parts = tuple(_amount(number, form or last) for number, form in numbers)
    # 一、二季度分别完成10亿元、14亿元，下半年完成24亿元: shares told behind them are of the same whole.
    behind = re.split("[。；\n]", match.string[match.end() :].lstrip("，、"), maxsplit=1)[0]
    more = _run(behind, whole).parts
    parts += tuple(takewhile(lambda part: rule("sums.share").match(part.name) is not None, more))
    run = _Run(tuple(part for part in parts if part.form == whole.form), whole, is_all=True)
    names = [name for name in rule("sums.shared_mark").split(match["names"]) if name]
    shares = bool(match["some"]) or all(rule("sums.share").match(name) for name in names)
    if len(run.parts) < len(parts) or len(names) not in (1, len(numbers)):
        return _Run((), whole, is_all=False), None
    return run, True if run.is_near and shares else None


def _beside(match: re.Match[str], whole: _Amount) -> tuple[_Run, bool | None]:
    """100万株，春季植树60万株，秋季植树50万株: parts whose names say that they share in something."""
    run = _run(match["parts"], whole)
    names = [part.name for part in run.parts]
    before = rule("findings.clause_mark").split(match.string[: match.start("whole")])[-1]
    if not run.parts or rule("sums.shares_too").search(before):
        return run, None
    if any(rule("sums.of_another_kind").search(name) for name in names):
        return run, None
    shares = rule("sums.left_over").match(names[-1]) or all(rule("sums.share").match(name) for name in names)
    return run, True if shares and run.is_near else None


def _no_sum(places: tuple[Span, ...], match: re.Match[str], total: Decimal, *, sure: bool) -> Finding:
    name = "parts-not-sum" if sure else "parts-below-sum"
    return finding(name, places, said=match["whole"], sum=_plain(total, match["form"]))


def _parts_span(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groupdict()
    ahead = next((name for name in ("within", "parts") if groups.get(name)), None)
    return match.end("whole"), match.end(ahead) if ahead else match.end()


# --- parts, then their whole -----------------------------------------------------------------------


def _summed(line: Line) -> Iterator[Finding]:
    """雨量站22处、水位站9处，共30处: parts, and then what they come to."""
    for match in rule("sums.summed").finditer(line.text):
        whole = _amount(match["number"], match["form"])
        said = match["parts"].rstrip("、，和")
        runs = [run for run in _ending_runs(said, whole) if len(run.parts) > 1]
        if match["noun"]:  # 务工规模合计, 占地面积共: what is summed may be another thing
            runs = [run for run in runs if run.is_near]
        if runs and all(run.total != whole.value for run in runs):
            start = match.start("parts") + said.index(_pieces(said)[-len(runs[0].parts)])
            places = (line.span(start, match.end("parts")), line.span(*match.span("whole")))
            yield _no_sum(places, match, runs[0].total, sure=True)

    for match in rule("sums.summed_counted").finditer(line.text):
        whole = _amount(match["number"], match["form"])
        run = _run(match["parts"], whole, "sums.part_counted")
        if run.is_all and run.is_near and run.total != whole.value:
            places = (line.span(*match.span("parts")), line.span(*match.span("whole")))
            yield _no_sum(places, match, run.total, sure=True)


def _ending_runs(said: str, whole: _Amount) -> Iterator[_Run]:
    """Yield the runs of parts that end a list, the longest first: before them may stand another sum."""
    pieces = _pieces(said)
    for first in range(len(pieces)):
        run = _run("、".join(pieces[first:]), whole)
        if run.is_all:
            yield run


def _products(line: Line) -> Iterator[Finding]:
    """12座，每座补助15万元，共补助160万元: a number of things, the amount for each, and another product."""
    for name in ("product", "product_of_each"):
        for match in rule(f"sums.{name}").finditer(line.text):
            each, whole = _amount(match["each"], match["form"]), _amount(match["number"], match["total"])
            made = each.value * _count(match["count"])
            if made != whole.value and each.form == whole.form:
                yield finding(
                    "not-product",
                    (line.span(*match.span("whole")), line.span(match.start(), match.start("whole"))),
                    said=match["whole"],
                    product=_plain(made, match["total"]),
                )


def _count(said: str) -> Decimal:
    return Decimal(said if said.isdigit() else 2 if said == "两" else ordinal(said) or 0)


def _moves(line: Line) -> Iterator[Finding]:
    """由12家增加到15家，新增4家: what lies between two amounts is another."""
    for match in rule("sums.moved").finditer(line.text):
        low, high = (_amount(match[name], match["form"]).value for name in ("low", "high"))
        whole = _amount(match["number"], match["total"])
        points = "百分点" in match["total"]
        if points != (match["form"] in "%％") or whole.value == abs(high - low):
            continue
        yield finding(
            "not-difference",
            (line.span(*match.span("whole")), line.span(match.start(), match.start("whole"))),
            said=match["whole"],
            difference=_plain(abs(high - low), match["total"]),
        )


def _ratios(line: Line) -> Iterator[Finding]:
    """按中央60%、省级30%、县级20%的比例: shares of one thing make a hundred."""
    for match in rule("sums.ratio").finditer(line.text):
        run = _run(match["parts"], _Amount(_HUNDRED, "%"))
        if run.is_all and run.total != _HUNDRED and (run.share > 1 or run.share >= _NEARLY):
            yield finding(
                "not-hundred",
                (line.span(*match.span("parts")),),
                said=match["parts"],
                sum=_plain(run.total, "%"),
            )


def _plain(value: Decimal, form: str) -> str:
    scaled = value / _scale(form)
    return f"{scaled.normalize():f}{form}"
