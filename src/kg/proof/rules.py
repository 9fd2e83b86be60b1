"""Rules of form and wording as data: ``data/checks/*.yml``, and a county's own folder besides.

    packs = load(folder)           every rule, those of ``KG_CHECKS`` last
    rules()                        the installation's own, by id

A file names its ``pack`` (form or proof) and its ``rules``; ``data/checks/README.md`` tells the fields.
Each rule has a ``regex`` over one part of the sheet, a ``check`` written in Python, or ``words``: a CSV of
wrong and right. Every example and counter-example is proved by a test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any, Literal, cast

from kg import resources
from kg.errors import DataError, UsageError
from kg.model import Severity
from kg.proof.checks import CHECKS
from kg.proof.sheet import PARTS
from kg.proof.words import WrongWord
from kg.registry.rows import checked, read_rows, read_yaml, unknown, wrong
from kg.validate.report import Rule

Pack = Literal["form", "proof"]
PACKS: tuple[Pack, ...] = ("form", "proof")
ALL = ("content", *PACKS)
_SHAPES = "https://w3id.org/zeren/shapes#"
_OWN = "urn:zeren:rule:"  # of rules that an installation adds: no page of ours tells of them
_TEXTS = ("title", "looks", "unknown", "why", "message")
_FIELDS = frozenset(
    {
        *(
            "id",
            "severity",
            "clause",
            "where",
            "regex",
            "check",
            "words",
            "mark",
            "repair",
            "since",
            "not_from",
        ),
        *("folded", "covers", "yields", "joins", "spares", "examples", "not_examples"),
        *(f"{name}{ending}" for name in _TEXTS for ending in ("", "_en")),
    }
)
_TEXT_FIELDS = tuple(f"{name}{ending}" for name in _TEXTS for ending in ("", "_en"))
_NEEDED = ("id", "severity", *_TEXT_FIELDS)
_LARGEST = 2_000_000  # bytes of one file


@dataclass(frozen=True)
class TextRule:
    """One rule. ``message`` has ``{words}``, ``{repair}`` and what its check or regex names."""

    rule: Rule
    message: str
    message_en: str
    where: tuple[str, ...]  # parts of the sheet
    regex: re.Pattern[str] | None
    check: str | None
    words: tuple[WrongWord, ...]
    mark: str | int  # group of the regex that is marked
    repair: str | None  # template of the replacement; None: no certain one
    since: str  # the first day of issue that it holds for
    not_from: frozenset[str]  # media types whose text shows no such thing for certain
    folded: bool  # the same words are one entry with several places
    covers: frozenset[str]  # rules of content that speak of the same words
    yields: frozenset[str]  # rules of content that know more of the same words, and speak instead
    joins: frozenset[str]  # those that do so at another place of the slip, and take over its words
    spares: bool  # quotations, titles, addresses and codes are left alone
    examples: tuple[Any, ...]
    not_examples: tuple[Any, ...]

    @property
    def id(self) -> str:
        """Its id: number-brackets."""
        return self.rule.id

    @property
    def pack(self) -> Pack:
        """The pack that it is of."""
        return cast(Pack, self.rule.pack)


@dataclass(frozen=True)
class Packs:
    """The rules that hold here, in the order of their files."""

    rules: tuple[TextRule, ...]

    def of(self, packs: Sequence[str]) -> tuple[TextRule, ...]:
        """Return the rules of some packs."""
        return tuple(rule for rule in self.rules if rule.pack in packs)


@cache
def load(folder: str | None = None) -> Packs:
    """Return the rules of this installation, and of a folder besides.

    Raises:
        UsageError: there is no such folder.
        DataError: a rule is wrong, or bears the id of another.
    """
    found = [rule for path in _files(resources.data("checks")) for rule in _read(path, _SHAPES)]
    if folder:
        path = Path(folder)
        if not path.is_dir():
            raise UsageError(
                f"KG_CHECKS 指定的文件夹 {path} 不存在，请建立或改正设置。",
                f"The folder of KG_CHECKS does not exist: {path}; make it or correct the setting.",
            )
        found += [rule for file in _files(path) for rule in _read(file, _OWN)]
    ids = [rule.id for rule in found]
    if twice := next((name for name in ids if ids.count(name) > 1), None):
        raise DataError(f"规则“{twice}”重复，请改一个 id。", f"The rule {twice} stands twice; rename one.")
    return Packs(tuple(found))


def wanted(given: str | None) -> tuple[str, ...]:
    """Return the packs that ``content,form,proof`` or a part of it names; all, if nothing does.

    Raises:
        UsageError: there is no such pack.
    """
    if given is None:
        return ALL
    names = tuple(dict.fromkeys(name.strip() for name in given.replace("，", ",").split(",") if name.strip()))
    if not names or set(names) - set(ALL):
        raise UsageError(
            f"没有“{given}”这个规则包，可用：{'、'.join(ALL)}。",
            f"There is no pack {given}; there are {', '.join(ALL)}.",
        )
    return names


def rules() -> Mapping[str, TextRule]:
    """Return the rules of this installation, by id."""
    return MappingProxyType({rule.id: rule for rule in load().rules})


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))


def _read(path: Path, base: str) -> list[TextRule]:
    if path.stat().st_size > _LARGEST:
        raise DataError(f"{path.name} 太大，请分成几个文件。", f"{path.name} is too large; split it.")
    said = checked(path, "", read_yaml(path), ("pack", "rules"), ("pack", "rules"))
    if said["pack"] not in PACKS:
        raise unknown(path, "pack", str(said["pack"]), PACKS)
    if not isinstance(said["rules"], list):
        raise wrong(path, "rules", "应当是列表，每条以“- id:”开头", "should be a list of - id: …")
    return [_rule(row, said["pack"], path, base) for row in said["rules"]]


def _rule(row: Any, pack: Pack, path: Path, base: str) -> TextRule:
    name = str(row.get("id", "")) if isinstance(row, dict) else str(row)[:60]
    try:
        return _made(checked(path, name, row, _FIELDS, _NEEDED), name, pack, path, base)
    except re.error as error:
        zh, en = f"正则不合法：{error}", f"it is no regular expression: {error}"
        raise wrong(path, f"{name} regex", zh, en) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise wrong(path, name, f"写法不对：{error}", f"it is not as it should be: {error}") from None


def _check(row: Mapping[str, Any], name: str, path: Path, where: tuple[str, ...]) -> None:
    """Check what a rule says by itself, before it is made."""
    if sum(key in row for key in ("regex", "check", "words")) != 1:
        zh, en = "应当有 regex、check、words 之一", "it should have one of regex, check, words"
        raise wrong(path, name, zh, en)
    for key, value, known in (
        *(("where", part, PARTS) for part in where),
        *((("check", row["check"], CHECKS),) if "check" in row else ()),
        ("severity", row["severity"], ("warning", "info")),
    ):
        if value not in known:
            raise unknown(path, f"{name} {key}", str(value), known)
    for key in _TEXT_FIELDS:
        if not isinstance(row[key], str):
            raise wrong(path, f"{name} {key}", "应当是文字，加上引号", "should be text; put it in quotes")
    if "regex" in row:
        known = {"words", "repair", "count", *re.compile(row["regex"]).groupindex}
        for key in ("message", "message_en"):
            for _, field, _, _ in Formatter().parse(row[key]):
                if field is not None and field not in known:
                    raise unknown(path, f"{name} {key}", field, known)


def _made(row: Mapping[str, Any], name: str, pack: Pack, path: Path, base: str) -> TextRule:
    where = (row["where"],) if isinstance(row.get("where"), str) else tuple(row.get("where", ("text",)))
    _check(row, name, path, where)
    return TextRule(
        rule=_described(row, pack, base),
        message=row["message"],
        message_en=row["message_en"],
        where=where,
        regex=re.compile(row["regex"], re.MULTILINE) if "regex" in row else None,
        check=row.get("check"),
        words=_words(path.parent / row["words"]) if "words" in row else (),
        mark=row.get("mark", 0),
        repair=row.get("repair"),
        since=str(row.get("since", "")),
        not_from=frozenset(row.get("not_from", ())),
        folded=bool(row.get("folded", False)),
        covers=frozenset(row.get("covers", ())),
        yields=frozenset(row.get("yields", ())),
        joins=frozenset(row.get("joins", ())),
        spares=bool(row.get("spares", "text" in where)),
        examples=tuple(row.get("examples", ())),
        not_examples=tuple(row.get("not_examples", ())),
    )


def _described(row: Mapping[str, Any], pack: Pack, base: str) -> Rule:
    """Return the rule as reports and its page show it."""
    level = cast(Severity, row["severity"])
    zh = [row["looks"], f"不能知道：{row['unknown']}", f"级别：{row['why']}"]
    en = [row["looks_en"], f"It cannot know: {row['unknown_en']}", f"Severity: {row['why_en']}"]
    if clause := row.get("clause"):
        zh.append(f"依据：{clause}。")
        en.append(f"Source: {clause}.")
    return Rule(
        iri=f"{base}{row['id']}",
        id=row["id"],
        severity=level,
        about_graph=False,
        title=row["title"],
        title_en=row["title_en"],
        explanation="".join(zh),
        explanation_en=" ".join(en),
        pack=pack,
    )


def _words(path: Path) -> tuple[WrongWord, ...]:
    """Read a CSV of ``wrong,right,not_before,not_after,not_examples``; the last is parted by ``|``."""
    columns = ("wrong", "right", "not_before", "not_after", "not_examples")
    rows = read_rows(path, columns[:2], columns[:2], also=columns[2:])
    try:
        return tuple(WrongWord.of_row(row) for row in rows)
    except ValueError as error:
        zh, en = (
            f"正词不能含错词：{error}",
            f"the right word has the wrong one: {error}",
        )
        raise wrong(path, "", zh, en) from None
