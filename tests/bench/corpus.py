"""A synthetic corpus after the model of the contract: 100 notices are about 750,000 quads.

    python -m tests.bench.corpus 100 > corpus.nq

Deterministic: the same number of notices gives the same bytes. Sizes follow the real notice:
151 tasks of 2 bodies each, a target in every second, 12 projects, one passage for each fact.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

BASE = "https://w3id.org/zeren/"
KG = f"{BASE}ontology#"
KGC = f"{BASE}code#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_DCT = "http://purl.org/dc/terms/"
_OA = "http://www.w3.org/ns/oa#"

UNITS = 120
LEADERS = 60
PLACES = 40
THEMES = 16
INDICATORS = 80
TASKS = 151
PROJECTS = 12
_WORDS = [
    "推进",
    "完成",
    "加快",
    "建设",
    "新增",
    "改造",
    "提升",
    "渔港",
    "旅游",
    "海岛",
    "民宿",
    "学校",
    "医院",
    "道路",
    "码头",
    "养老",
    "污水",
    "垃圾",
    "电网",
    "水库",
]


def _k(name: str) -> str:
    return f"<{KG}{name}>"


def _i(path: str) -> str:
    return f"<{BASE}{path}>"


def _zh(text: str) -> str:
    return f'"{text}"@zh'


def _n(value: object, kind: str = "integer") -> str:
    return f'"{value}"^^<{_XSD}{kind}>'


def registry() -> Iterator[str]:
    """Yield what all notices share."""
    graph = _i("graph/registry")
    for number in range(UNITS):
        unit = _i(f"unit/u{number}")
        yield f"{unit} {_TYPE} {_k('Unit')} {graph} .\n"
        yield f"{unit} {_LABEL} {_zh(f'县第{number}局')} {graph} .\n"
        yield f"{unit} {_k('kind')} <{KGC}kind-{number % 6}> {graph} .\n"
        yield f"{unit} {_k('jurisdiction')} {_i(f'place/p{number % PLACES}')} {graph} .\n"
    for number in range(LEADERS):
        yield f"{_i(f'person/l{number}')} {_TYPE} {_k('Leader')} {graph} .\n"
        yield f"{_i(f'person/l{number}')} {_LABEL} {_zh(f'领导{number}')} {graph} .\n"
    for number in range(PLACES):
        yield f"{_i(f'place/p{number}')} {_TYPE} {_k('Place')} {graph} .\n"
        yield f"{_i(f'place/p{number}')} {_LABEL} {_zh(f'第{number}乡')} {graph} .\n"
    for number in range(INDICATORS):
        yield f"{_i(f'indicator/i{number}')} {_TYPE} {_k('Indicator')} {graph} .\n"
        yield f"{_i(f'indicator/i{number}')} {_LABEL} {_zh(f'指标{number}')} {graph} .\n"


def notice(number: int) -> Iterator[str]:
    """Yield the graph of one notice, and what is derived from it."""
    chance = random.Random(number)
    key = f"3309{number % 90:02d}-{2015 + number % 10}-{number:08x}"
    me, graph, derived = _i(f"notice/{key}"), _i(f"graph/{key}"), _i("graph/derived")
    text = _i(f"text/{key}")
    place = 0

    def add(subject: str, term: str, value: str) -> str:
        return f"{subject} {term} {value} {graph} .\n"

    def passage(subject: str, words: str) -> Iterator[str]:
        nonlocal place
        start, place = place, place + len(words) + 1
        at = f"<{BASE}text/{key}/{start}-{start + len(words)}>"
        yield add(subject, _k("evidence"), at)
        yield add(at, _TYPE, _k("Passage"))
        yield add(at, f"<{_OA}start>", _n(start))
        yield add(at, f"<{_OA}end>", _n(start + len(words)))
        yield add(at, f"<{_OA}exact>", _zh(words))
        yield add(at, f"<{_DCT}source>", text)

    yield add(me, _TYPE, _k("Notice"))
    yield add(me, _k("documentNumber"), f'"嵊政办发〔{2015 + number % 10}〕{number}号"')
    yield add(me, f"<{_DCT}title>", _zh(f"关于下达重点工作责任清单的通知 {number}"))
    yield add(me, f"<{_DCT}issued>", _n(f"{2015 + number % 10}-03-{1 + number % 28:02d}", "date"))
    yield add(me, _k("forYear"), _n(2015 + number % 10, "gYear"))
    yield add(me, _k("jurisdiction"), _i(f"place/p{number % PLACES}"))
    for item in range(TASKS + PROJECTS):
        project = item >= TASKS
        me_list = 2 if project else 1
        task = f"notice/{key}/{me_list}/{item % 8 + 1}/{item + 1}"
        it = _i(task)
        yield add(it, _TYPE, _k("Project" if project else "Task"))
        yield add(it, _k("inNotice"), me)
        yield add(it, _k("inList"), _i(f"notice/{key}/{me_list}"))
        yield add(it, _k("inSection"), _i(f"notice/{key}/{me_list}/{item % 8 + 1}"))
        yield add(it, _k("number"), _n(item + 1))
        words = "".join(chance.choices(_WORDS, k=12)) + f"{item + 1}项"
        yield add(it, _k("text"), _zh(words))
        yield from passage(it, words)
        yield add(it, _k("theme"), f"<{BASE}theme/t{chance.randrange(THEMES)}>")
        yield add(it, _k("ledBy"), _i(f"person/l{(number * 8 + item % 8) % LEADERS}"))
        if item % 3 == 0:
            yield add(it, _k("place"), _i(f"place/p{chance.randrange(PLACES)}"))
            yield add(it, _k("deadline"), _n(f"{2015 + number % 10}-{1 + item % 12:02d}-28", "date"))
        units = chance.sample(range(UNITS), 1 + item % 3)
        for position, unit in enumerate(units, 1):
            part = _i(f"{task}/unit/{position}")
            role = "lead" if position == 1 else "support"
            yield add(it, _k("responsibility"), part)
            yield add(it, _k("responsibleUnit"), _i(f"unit/u{unit}"))
            yield add(it, _k("leadUnit" if position == 1 else "supportUnit"), _i(f"unit/u{unit}"))
            yield add(part, _TYPE, _k("Responsibility"))
            yield add(part, _k("body"), _i(f"unit/u{unit}"))
            yield add(part, _k("role"), f"<{KGC}{role}>")
            yield add(part, _k("position"), _n(position))
            yield add(part, _k("mention"), _zh(f"县第{unit}局"))
            yield from passage(part, f"县第{unit}局")
            yield f"{it} {_k('involvedUnit')} {_i(f'unit/u{unit}')} {derived} .\n"
        if item % 2 == 0:
            target = _i(f"{task}/target/1")
            value = chance.randrange(1, 500)
            yield add(it, _k("target"), target)
            yield add(target, _TYPE, _k("Target"))
            yield add(target, _k("indicator"), _i(f"indicator/i{chance.randrange(INDICATORS)}"))
            yield add(target, _k("bound"), f"<{KGC}{chance.choice(['eq', 'ge', 'le'])}>")
            yield add(target, _k("change"), f"<{KGC}level>")
            yield add(target, _k("value"), _n(value, "decimal"))
            yield add(target, _k("unitText"), _zh("万元"))
            yield add(target, _k("normalizedValue"), _n(value * 10000, "decimal"))
            yield from passage(target, f"{value}万元")
        if project:
            total = chance.randrange(10, 2000) * 10000
            yield add(it, _k("totalInvestment"), _n(total, "decimal"))
            yield add(it, _k("fiscalFunds"), _n(total // 2, "decimal"))


def corpus(notices: int) -> Iterator[str]:
    """Yield the lines of N-Quads of a corpus."""
    for part in parts(notices):
        yield from part


def parts(notices: int) -> Iterator[list[str]]:
    """Yield the lines by what is loaded at once: the registry, and then each notice."""
    yield list(registry())
    for number in range(notices):
        yield list(dict.fromkeys(notice(number)))


if __name__ == "__main__":
    sys.stdout.writelines(corpus(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
