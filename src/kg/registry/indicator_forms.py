"""One form for the wordings of one indicator: what is done, and to what.

    form_of("农村危房改造工程") == form_of("改造农村危房") == Form("rebuild", "农村危房")

Words, verbs and the differences that keep two indicators apart are rows of
``data/patterns/indicator-forms.yml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.errors import DataError
from kg.registry import patterns

_QUOTES: Mapping[int, None] = dict.fromkeys(map(ord, "“”\"「」‘’'〝〞"))
_SHORTEST = 2  # characters of a thing
_HEAD = 3  # characters of a thing of which others are kinds; one less where a verb is said of it
_INSIDE = 7  # characters of a word inside a thing that makes it narrower
_REST = 5  # characters that are left without it


@dataclass(frozen=True, slots=True)
class Form:
    """The class of the verb (a key of ``verbs``; "" where none is printed) and the thing."""

    verb: str
    thing: str


def folded(text: str) -> str:
    """Return the words without spaces and quotes, with widths and letter case made one."""
    return unicodedata.normalize("NFKC", "".join(text.split())).upper().translate(_QUOTES)


def form_of(printed: str) -> Form:
    """Return the form of printed words; cached, for the same words come again and again."""
    return _form(folded(printed))


@cache
def _form(text: str) -> Form:
    rules = patterns.load("indicator-forms")
    text = rules["bracket"].sub("", text)
    text = _shorter(rules["before"], text)
    text = _one_name(_shorter(rules["fillers"], text))
    text = rules["joints"].sub("和", _rewritten(text)).replace("的", "")
    for _ in range(2):  # 实施改造…, 完成…整治; 新增入库项目 is 新增 of what is 入库
        text = _shorter(rules["after"], text)
        verb, text = _verb(text)
        if verb:
            break
    return Form(verb, _shorter(rules["after"], text))


def _one_name(text: str) -> str:
    """Return the text with each thing under the first of its names (``same``)."""
    rule, names = _same()
    return rule.sub(lambda match: names[match[0]], text)


def _rewritten(text: str) -> str:
    """Return the text with its threshold in the one way of writing it (``rewrites``)."""
    for rule, to in _rewrites():
        text = rule.sub(to, text)
    return text


@cache
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = patterns.load("indicator-forms").raw["rewrites"]
    return tuple((re.compile(row["regex"]), row["to"]) for row in rows)


@cache
def _same() -> tuple[re.Pattern[str], Mapping[str, str]]:
    names: dict[str, str] = {}
    for row in patterns.load("indicator-forms").raw["same"]:
        for name in map(folded, row):
            if names.setdefault(name, folded(row[0])) != folded(row[0]):
                raise DataError(
                    f"data/patterns/indicator-forms.yml：“{name}”同时列在两行 same 中，请只留一处。",
                    f"data/patterns/indicator-forms.yml: {name} stands in two rows of same; keep one.",
                )
    return re.compile(patterns.alternation(list(names))), names


def _shorter(rule: re.Pattern[str], text: str) -> str:
    """Return the text without what a rule finds, unless hardly anything would be left."""
    rest = rule.sub("", text)
    return rest if len(rest) >= _SHORTEST else text


def _verb(text: str) -> tuple[str, str]:
    """Return the class of the verb that a text begins or ends with, and the rest."""
    first, last = _verbs()
    nouns = tuple(patterns.load("indicator-forms").raw["nouns"])
    for rule, group, noun in (
        (first, "after", text.startswith(nouns)),
        (last, "before", text.endswith(nouns)),
    ):
        match = rule.match(text)
        if match and not noun and len(match[group]) >= _SHORTEST:
            return classes()[match["verb"]], match[group].removeprefix("和").removesuffix("和")
    return "", text


def verb_at_end(text: str) -> str:
    """Return the class of the verb that a text ends with, before a number or not; "" where there is none."""
    _, last = _verbs()
    match = last.match(patterns.load("indicator-forms")["quantity"].sub("", _until(text)))
    return classes()[match["verb"]] if match else ""


def _until(before: str) -> str:
    """Return the words before a thing, folded, without what says only when: 完成年度|投资."""
    return patterns.load("indicator-forms")["between"].sub("", folded(before))


def with_verb(before: str, printed: str) -> str:
    """Return printed words (folded) behind the verb that stands right before them: 完成|投资."""
    _, last = _verbs()
    match = last.match(_until(before))
    return (match["verb"] if match else "") + folded(printed)


def parts_from_verbs(printed: str) -> tuple[str, ...]:
    """Return what begins with a verb inside printed words: 停车便民｜新增停车位."""
    text = folded(printed)
    return tuple(text[at:] for at in (match.start() for match in _doing().finditer(text)) if at >= _SHORTEST)


@cache
def _doing() -> re.Pattern[str]:
    words = [word for word, verb in classes().items() if verb and len(word) >= _SHORTEST]
    return re.compile(patterns.alternation(words))


def is_slogan(words: str) -> bool:
    """Return whether words are only what an item is called: 大抓招商引资|引进亿元以上项目."""
    return patterns.load("indicator-forms")["slogan"].search(folded(words)) is not None


def per_so_many(after: str) -> str:
    """Return 每千人 where the words behind an indicator promise it for so many people, else ""."""
    match = patterns.load("indicator-forms")["per"].search(folded(after))
    return match[1] if match else ""


def wider_forms(form: Form) -> Iterator[tuple[Form, str]]:
    """Yield the forms that a thing has without a word before it or inside it, with that word.

    Where the word makes it narrower (``narrows``) the thing is a kind of the shorter: 竹林道路 is 道路,
    县城污水集中处理率 is 县城污水处理率.
    """
    thing, wide = form.thing, patterns.load("indicator-forms").raw["too_wide"]
    for at in range(1, len(thing) - (_HEAD - 1 if form.verb else _HEAD) + 1):
        if thing[at:] not in wide:
            yield Form(form.verb, thing[at:]), thing[:at]
    for size in range(1, min(_INSIDE, len(thing) - _REST) + 1):
        for at in range(_SHORTEST, len(thing) - size - _SHORTEST + 1):
            if (rest := thing[:at] + thing[at + size :]) not in wide:
                yield Form(form.verb, rest), thing[at : at + size]


def narrows(word: str, scoped: bool) -> bool:
    """Return whether a word makes a thing narrower, and no other thing of it.

    Args:
        word: What stands before or inside.
        scoped: Whether it may be one of ``scopes`` (农村, 省级), as before counted things.
    """
    if patterns.load("indicator-forms")["turns"].search(word):
        return False
    return not told_apart(word) - (_scopes() if scoped else set())


@cache
def _scopes() -> frozenset[str]:
    return frozenset(patterns.load("indicator-forms").raw["scopes"])


def reaches(after: str) -> bool:
    """Return whether the words behind an indicator say that it stands at a number (达到, 年底前突破)."""
    rules = patterns.load("indicator-forms")
    return rules["reaches"].match(rules["before"].sub("", folded(after))) is not None


def for_each(text: str) -> bool:
    """Return whether a text promises something for each of several: 每个县至少办好一所."""
    return patterns.load("indicator-forms")["each"].search(folded(text)) is not None


def summed(text: str) -> bool:
    """Return whether a text says what has been done altogether: 累计."""
    return patterns.load("indicator-forms")["summed"].search(folded(text)) is not None


def names_another(printed: str) -> bool:
    """Return whether a bracket at the end names a second thing: 智能工厂（车间）, not 学位（个）."""
    rules, text = patterns.load("indicator-forms"), folded(printed)
    return rules["bracket"].search(text) is not None and rules["aside"].search(text) is None


def qualifications(text: str) -> frozenset[str]:
    """Return the names of the ``qualified`` rows that a text says: 城区PM2.5平均浓度 is urban."""
    text = folded(text).replace("城乡", "")
    return frozenset(name for name, rule, _ in _qualified() if rule.search(text))


def qualified_otherwise(printed: str, label: str) -> bool:
    """Return whether words say of a thing where or of whom it is, and its name does not, or reversed."""
    own, named = qualifications(printed), qualifications(label)
    leaves_out = {name for name, _, more in _qualified() if more}
    return bool(own - named) or bool(named - own - leaves_out)


@cache
def _qualified() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    rows = patterns.load("indicator-forms").raw["qualified"]
    return tuple((row["name"], re.compile(row["regex"]), bool(row.get("more"))) for row in rows)


def speaks_of_doing(printed: str) -> bool:
    """Return whether words that name no verb of a class say all the same that something comes about."""
    return patterns.load("indicator-forms")["speaks"].search(folded(printed)) is not None


def has_verb(printed: str, verb: str) -> bool:
    """Return whether a verb of a class stands anywhere in printed words: 新增水土流失治理面积 treats, too."""
    return any(classes()[match[0]] == verb for match in _doing().finditer(folded(printed)))


@cache
def other_family(one: str, other: str) -> bool:
    """Return whether two classes of verbs come to different things: what is rebuilt is not built."""
    rows = patterns.load("indicator-forms").raw["families"]
    families = [next((i for i, row in enumerate(rows) if verb in row), None) for verb in (one, other)]
    return None not in families and families[0] != families[1]


def counts_standing(label: str, unit: str) -> bool:
    """Return whether a unit counts things that stand: 家, and no 人次; nor is a 产量 what stands."""
    rules = patterns.load("indicator-forms")
    return unit in rules.raw["standing"] and rules["amount"].search(label) is None


@cache
def akin(verb: str) -> tuple[str, ...]:
    """Return the classes of verbs that are near a class, in the order of the rows."""
    rows = patterns.load("indicator-forms").raw["near"]
    return tuple(dict.fromkeys(other for row in rows if verb in row for other in row if other != verb))


def grows(verb: str) -> bool:
    """Return whether a stock grows by what a class of verbs says: 新增, 新建, 培育."""
    return verb in patterns.load("indicator-forms").raw["grows"]


def adds(verb: str) -> bool:
    """Return whether a class of verbs says by how much a stock grew: 新增, 净增."""
    return verb in patterns.load("indicator-forms").raw["adds"]


@cache
def counts_other(group: str | None, unit: str) -> bool:
    """Return whether a unit counts things of another group: 户 for a group of persons."""
    counted = patterns.load("indicator-forms").raw["counted"]
    return group in counted and unit not in counted[group]


@cache
def counts_no(label: str, unit: str) -> bool:
    """Return whether a unit cannot count what a label ends with: 户 for 人员, 学时 for 培训."""
    rows = patterns.load("indicator-forms").raw["named"]
    return any(label.endswith(tuple(row["ends"])) and unit not in row["units"] for row in rows)


@cache
def apart(one: str | None, other: str | None) -> bool:
    """Return whether no unit counts the things of both groups."""
    counted = patterns.load("indicator-forms").raw["counted"]
    return one in counted and other in counted and not set(counted[one]) & set(counted[other])


@cache
def classes() -> Mapping[str, str]:
    """Return verb → class, "" for those that name nothing done.

    Raises:
        DataError: a verb stands in two classes.
    """
    found: dict[str, str] = {}
    for key, words in patterns.load("indicator-forms").raw["verbs"].items():
        for word in words:
            if found.setdefault(word, "" if key == "none" else key) not in (key, ""):
                raise DataError(
                    f"data/patterns/indicator-forms.yml：动词“{word}”同时列在两类中，请只留一处。",
                    f"data/patterns/indicator-forms.yml: the verb {word} stands in two classes; keep one.",
                )
    return found


@cache
def _verbs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = patterns.alternation(list(classes()))
    return (
        re.compile(f"(?P<verb>{words})(?P<after>.*)", re.DOTALL),
        re.compile(f"(?P<before>.*?)(?P<verb>{words})$", re.DOTALL),
    )


@cache
def differences(text: str) -> tuple[frozenset[str], ...]:
    """Return, of each row of words that never stand for one another, those that a text holds.

    The longest word counts (进出口 is not 出口). Figures are a row of their own.
    """
    return tuple(frozenset(rule.findall(text)) for rule in _differences())


@cache
def told_apart(text: str) -> frozenset[str]:
    """Return every word of a text that tells it apart from another."""
    return frozenset().union(*differences(text))


def other_places(wider: str, text: str) -> bool:
    """Return whether a wider thing has a word of place, level or owner where a text has another or none."""
    rule = frozenset(patterns.load("indicator-forms").raw["places"])
    both = zip(differences(wider), differences(text), strict=True)
    return any(theirs & rule and theirs != own for theirs, own in both)


@cache
def _differences() -> tuple[re.Pattern[str], ...]:
    rows = patterns.load("indicator-forms").raw["differences"]
    return (*(re.compile(patterns.alternation(row)) for row in rows), re.compile(r"\d+(?:\.\d+)?"))
