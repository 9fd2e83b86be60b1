"""Notices by the thousand as text, with what a reader should find in them, from a seed.

    python -m tests.bench.county 1000 FOLDER [--seed 1]      then: kg evaluate FOLDER · kg bulk FOLDER OUT

A county is a real division with bodies named in its own way and tasks chosen from ``county.yml``. Each
year most tasks are carried over with another figure, some are reworded, some dropped, some come. Every
notice has one of the layouts, and may be damaged as texts taken out of pages and PDF files are. The gold
is in the form of ``tests/gold``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.registry.places import places

FIRST_YEAR, YEARS = 2016, 10
TASKS = (8, 14)  # in a county's first year
DROPPED, REWORDED, COMES, DAMAGED = 0.12, 0.2, 0.5, 0.4
_HAN = "一二三四五六七八九"


@dataclass(slots=True)
class Task:
    """One task of a county, year after year."""

    section: str
    said: dict[str, Any]
    deadline: str
    wording: int = 0
    value: float = 0.0

    def text(self) -> str:
        """Return the words of this year."""
        return str(self.said["words"][self.wording]).replace("{v}", f"{self.value:g}")

    def target(self) -> list[dict[str, Any]]:
        """Return what is promised, as gold says it."""
        if "targets" not in self.said:
            return []
        told = {key: self.said["targets"][key] for key in ("indicator", "op", "unit")}
        told["value"] = int(self.value) if self.value == int(self.value) else self.value
        return [told | ({"bound": bound} if (bound := self.said["targets"].get("bound")) else {})]


@dataclass(slots=True)
class County:
    """One county with its bodies, and what stands in its list now."""

    name: str
    number: int
    bodies: dict[str, str]
    chance: random.Random
    tasks: list[Task] = field(default_factory=list)

    def year(self) -> list[Task]:
        """Go on to the next year; return its tasks, section by section."""
        chance = self.chance
        self.tasks = [task for task in self.tasks if chance.random() > DROPPED]
        known = [id(task.said) for task in self.tasks]
        free = [(section, said) for section, said in _pool() if id(said) not in known]
        wanted = chance.randint(*TASKS) if not self.tasks else sum(chance.random() < COMES for _ in range(3))
        for task in self.tasks:
            task.value = _moved(task, chance)
            task.wording = 1 - task.wording if chance.random() < REWORDED else task.wording
        for section, said in chance.sample(free, min(wanted, len(free))):
            task = Task(section, said, chance.choice(_data()["deadlines"]))
            base = said.get("targets", {}).get("base", 0)
            task.value = _rounded(base * chance.uniform(0.7, 1.3), task)
            self.tasks.append(task)
        order = list(_data()["sections"])
        self.tasks.sort(key=lambda task: order.index(task.section))
        return self.tasks

    def body(self, key: str) -> str:
        """Return what the county calls a body."""
        return f"县{self.bodies[key]}"


def _moved(task: Task, chance: random.Random) -> float:
    step = task.said.get("targets", {}).get("step", 0)
    return _rounded(task.value * (1 + step * chance.uniform(0.4, 1.6)), task)


def _rounded(value: float, task: Task) -> float:
    about = task.said.get("targets", {})
    value = min(value, about.get("most", value))
    return max(1.0, float(round(value))) if about.get("whole") else max(0.1, round(value, 1))


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return found


@cache
def _pool() -> tuple[tuple[str, dict[str, Any]], ...]:
    return tuple((section, said) for section, tasks in _data()["sections"].items() for said in tasks)


@cache
def _names() -> tuple[str, ...]:
    """Return the counties of the country by their full names, each of which one place bears."""
    names = [p.name for p in places().divisions() if p.level == "county" and p.name.endswith("县")]
    return tuple(sorted({name for name in names if names.count(name) == 1 and len(name) <= 4}))


# --- layouts: title, sections of tasks → lines of the list ---------------------------------------------

Layout = Callable[[County, Sequence[tuple[str, Sequence[Task]]]], list[str]]


def _bodies(county: County, task: Task) -> tuple[str, str]:
    return county.body(task.said["lead"]), "、".join(county.body(key) for key in task.said["support"])


def in_brackets(county: County, sections: Sequence[tuple[str, Sequence[Task]]]) -> list[str]:
    """Numbered sentences with their bodies in brackets behind them."""
    lines = []
    for at, (section, tasks) in enumerate(sections):
        lines.append(f"{_HAN[at]}、{section}")
        for number, task in tasks_of(tasks, sections, at):
            lead, support = _bodies(county, task)
            behind = f"；配合单位：{support}" if support else ""
            lines.append(f"{number}.{task.text()}（牵头单位：{lead}{behind}；完成时限：{task.deadline}）")
    return lines


def on_lines(county: County, sections: Sequence[tuple[str, Sequence[Task]]]) -> list[str]:
    """Numbered sentences, and below each lines with labels."""
    lines = []
    for at, (section, tasks) in enumerate(sections):
        lines.append(f"{_HAN[at]}、{section}")
        for number, task in tasks_of(tasks, sections, at):
            lead, support = _bodies(county, task)
            lines += [f"{number}.{task.text()}", f"牵头单位：{lead}"]
            lines += [f"配合单位：{support}"] if support else []
            lines.append(f"完成时限：{task.deadline}")
    return lines


def in_tabs(county: County, sections: Sequence[tuple[str, Sequence[Task]]]) -> list[str]:
    """A table whose cells are parted by tabs."""
    lines = ["序号\t工作任务\t牵头单位\t配合单位\t完成时限"]
    for at, (section, tasks) in enumerate(sections):
        lines.append(f"{_HAN[at]}、{section}")
        for number, task in tasks_of(tasks, sections, at):
            lead, support = _bodies(county, task)
            lines.append(f"{number}\t{task.text()}\t{lead}\t{support}\t{task.deadline}")
    return lines


def in_markdown(county: County, sections: Sequence[tuple[str, Sequence[Task]]]) -> list[str]:
    """A table of Markdown."""
    lines = []
    for at, (section, tasks) in enumerate(sections):
        lines += [f"{_HAN[at]}、{section}", "", "| 序号 | 工作任务 | 牵头单位 | 配合单位 | 完成时限 |"]
        lines.append("|---|---|---|---|---|")
        for number, task in tasks_of(tasks, sections, at):
            lead, support = _bodies(county, task)
            lines.append(f"| {number} | {task.text()} | {lead} | {support} | {task.deadline} |")
        lines.append("")
    return lines


LAYOUTS: tuple[Layout, ...] = (in_brackets, on_lines, in_tabs, in_markdown)


def tasks_of(
    tasks: Sequence[Task], sections: Sequence[tuple[str, Sequence[Task]]], at: int
) -> Iterator[tuple[int, Task]]:
    """Number the tasks of a section through the whole list."""
    return enumerate(tasks, 1 + sum(len(before) for _, before in sections[:at]))


# --- damages --------------------------------------------------------------------------------------------


def wrapped(lines: list[str], chance: random.Random) -> list[str]:
    """Break lines of sentences where a page was full; tables keep theirs."""
    if any("\t" in line or line.startswith("|") for line in lines):
        return lines
    width = chance.randint(26, 38)
    return [line[i : i + width] for line in lines for i in range(0, max(len(line), 1), width)]


def full_width(lines: list[str], _chance: random.Random) -> list[str]:
    """Write digits and signs of per cent as wide as characters."""
    return [line.translate(str.maketrans("0123456789%", "０１２３４５６７８９％")) for line in lines]


def paged(lines: list[str], chance: random.Random) -> list[str]:
    """Put numbers of pages between the lines."""
    every = chance.randint(14, 22)
    told: list[str] = []
    for at, line in enumerate(lines, 1):
        told.append(line)
        if at % every == 0:
            told.append(f"— {at // every} —")
    return told


def spaced(lines: list[str], _chance: random.Random) -> list[str]:
    """Put blank lines between all lines, as saved pages have them."""
    if any(line.startswith("|") for line in lines):
        return lines
    return [part for line in lines for part in (line, "")]


DAMAGES = (wrapped, full_width, paged, spaced)


# --- notices --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """The text of one notice, and its gold."""

    name: str
    text: str
    gold: dict[str, Any]


def made(county: County, year: int) -> Made:
    """Return the county's notice of a year."""
    chance = county.chance
    tasks = county.year()
    sections = [(name, [task for task in tasks if task.section == name]) for name in _data()["sections"]]
    sections = [(name, some) for name, some in sections if some]
    layout = chance.choice(LAYOUTS)
    lines = layout(county, sections)
    if chance.random() < DAMAGED:
        lines = chance.choice(DAMAGES)(lines, chance)
    issuer, number = (
        f"{county.name}人民政府办公室",
        f"{county.name[0]}政办发〔{year}〕{county.number % 60 + 1}号",
    )
    day, annex = chance.randint(5, 28), f"{year}年政府工作报告重点任务责任分解"
    title = f"关于印发{annex}的通知"
    head = [
        issuer,
        title,
        number,
        "",
        "各乡镇人民政府，县政府各部门：",
        f"现将《{annex}》印发给你们，请认真抓好落实。",
    ]
    date = f"{year}年3月{day}日"
    text = "\n".join([*head, issuer, date, "", annex, *lines]) + "\n"
    told = [
        {
            "number": str(at),
            "section": task.section,
            "leader": [],
            "leaderTitle": None,
            "text": task.text(),
            "lead": [county.body(task.said["lead"])],
            "support": [county.body(key) for key in task.said["support"]],
            "responsible": [],
            "collectives": [],
            "deadline": task.deadline,
            "targets": task.target(),
        }
        for at, task in enumerate((task for _, some in sections for task in some), 1)
    ]
    gold = {"documentNumber": number, "issuer": issuer, "date": date, "tasks": told, "projects": []}
    ending = "md" if layout is in_markdown else "txt"
    return Made(f"{county.number:05}-{year}-{layout.__name__}.{ending}", text, gold)


def corpus(notices: int, seed: int = 1) -> Iterator[Made]:
    """Yield so many notices, county by county; the same numbers give the same texts."""
    names = list(_names())
    random.Random(seed).shuffle(names)
    for number in range(-(-notices // YEARS)):
        chance = random.Random(f"{seed} {number}")
        bodies = {key: chance.choice(variants) for key, variants in _data()["units"].items()}
        county = County(names[number % len(names)], number, bodies, chance)
        for year in range(FIRST_YEAR, FIRST_YEAR + min(YEARS, notices - number * YEARS)):
            yield made(county, year)


def write(folder: Path, notices: int, seed: int = 1) -> None:
    """Write texts and gold into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in corpus(notices, seed):
        path = folder / one.name
        path.write_text(one.text, "utf-8")
        gold = json.dumps(one.gold, ensure_ascii=False, indent=1)
        path.with_name(f"{path.stem}.gold.json").write_text(gold, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("notices", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write(options.folder, options.notices, options.seed)


if __name__ == "__main__":
    main()
