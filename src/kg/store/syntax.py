"""What is wrong with a text that an engine refuses as SPARQL: line, column, the word, the likely mend.

    explained(text, words) -> UsageError      words: what the engine said
    mistake(text) -> UsageError or None       without an engine

Engines name hundreds of things that they would have taken, and a place that is where their reading
ended, not where the mistake is. So the text is read again here, by the grammar alone, and the usual
slips are told apart: an unclosed bracket, a misspelt word, Chinese punctuation, habits of SQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kg.errors import UsageError
from kg.meant import did_you_mean
from kg.store.grammar import AGGREGATES, END, FUNCTIONS, KEYWORDS, Departure, departure
from kg.store.lexer import Token
from kg.store.misuse import Fault, doubtful, misuse

MAX_TEXT = 256 * 2**10  # longer texts are data, whose faults the engine's words tell well enough
_SHOWN = 40

_FULL = "，。；：？！（）｛｝［］“”‘’＝＜＞、＂＊＋／｜《》"
_HALF = dict(zip(_FULL, ',.;:?!(){}[]""\'\'=<>,"*+/|<>', strict=True))
_INSTEAD = {
    "LIKE": (
        '用 CONTAINS(?文字, "词") 或 REGEX，没有 LIKE',
        'use CONTAINS(?text, "word") or REGEX, not LIKE',
    ),
    "AND": ("两个条件之间写 &&", "write && between two conditions"),
    "OR": ("两个条件之间写 ||", "write || between two conditions"),
    "NULL": ("用 BOUND(?变量) 判断有无，没有 NULL", "ask BOUND(?variable), there is no NULL"),
    "IS": ("用 = 或 BOUND(?变量)，没有 IS", "use = or BOUND(?variable), not IS"),
    "BETWEEN": ("写作 ?值 >= 1 && ?值 <= 9，没有 BETWEEN", "write ?v >= 1 && ?v <= 9, not BETWEEN"),
    "TOP": ("在最后写 LIMIT，没有 TOP", "write LIMIT at the end, not TOP"),
    "JOIN": ("把三元组写在同一个 {} 里即可，没有 JOIN", "write the triples in one group, not JOIN"),
}
_NAMES = {
    "var": ("变量", "a variable"),
    "iri": ("网址 <…>", "an IRI <…>"),
    "pname": ("kg:… 这样的名称", "a name such as kg:…"),
    "string": ("引号中的文字", "a text in quotes"),
    "number": ("数字", "a number"),
    "function": ("函数", "a function"),
    "aggregate": ("COUNT 等聚合", "an aggregate such as COUNT"),
    "A": ("a", "a"),
    END: ("结束", "the end"),
    "blank": ("_:… 空结点", "a blank node"),
    "lang": ("@zh 这样的语言标记", "a language tag such as @zh"),
}
_ORDER = ("SELECT", "var", "iri", "pname", "string", "number", "function", "aggregate")
_NEWER = re.compile(r"<<|\{\||~")  # of SPARQL 1.2, which the grammar does not know
_BEGINS = re.compile("select|ask|construct|describe|insert|delete|load|clear|drop|create|add|move|copy", re.I)
_POSITION = re.compile(r"(\d+):(\d+)")


def explained(text: str, words: str) -> UsageError:
    """Return the error that says what is wrong with a text; ``words`` are the engine's own."""
    told = mistake(text, guess=True)
    if told is not None:
        return told
    place = _POSITION.search(words)
    zh = f"在第 {place[1]} 行第 {place[2]} 列之前，" if place else ""
    return UsageError(
        f"SPARQL 语法错误：{zh}查询引擎不接受这种写法。", f"SPARQL syntax: {words.rstrip('.')}."
    )


def mistake(text: str, *, guess: bool = False) -> UsageError | None:
    """Return the error of the first mistake that can be told without an engine; None: none can.

    Args:
        text: A query or an update that was refused.
        guess: Name what may be the mistake where none is certain.
    """
    if len(text) > MAX_TEXT or _NEWER.search(text):
        return None
    fault = find(text) or (doubtful(text) if guess else None)
    if fault is None:
        return None
    line, column = position(text, fault.start)
    word = " ".join(text[fault.start : fault.end].split())
    word = word if len(word) <= _SHOWN else word[: _SHOWN - 1] + "…"
    zh_word, en_word = (f"的“{word}”", f", “{word}”") if word else ("（末尾）", " (the end)")
    return UsageError(
        f"SPARQL 语法错误：第 {line} 行第 {column} 列{zh_word}：{fault.zh}。",
        f"SPARQL syntax: line {line}, column {column}{en_word}: {fault.en}.",
    )


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column, both from 1 and in code points, of a place in a text."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def find(text: str) -> Fault | None:
    """Return the first mistake that the grammar or its usual companions show; None: none of these."""
    left = departure(text)
    wrong = misuse(text)
    if left is None and wrong is None and not _BEGINS.search(text):
        end = len(text)
        return Fault(
            end, end,
            "没有查询，请写 SELECT、ASK、CONSTRUCT 或 DESCRIBE",
            "there is no query; write SELECT, ASK, CONSTRUCT or DESCRIBE",
        )  # fmt: skip
    if left is None or (wrong is not None and wrong.start < _start(text, left)):
        return wrong
    place = _Place(text, left)
    for rule in _RULES:
        if fault := rule(place):
            return fault
    return _generic(place)


def _start(text: str, left: Departure) -> int:
    return left.tokens[left.at].start if left.at < len(left.tokens) else len(text)


class _Place(NamedTuple):
    """Where the grammar was left."""

    text: str
    left: Departure

    @property
    def token(self) -> Token:
        """The token that cannot stand here; empty at the end."""
        left = self.left
        if left.at < len(left.tokens):
            return left.tokens[left.at]
        return Token("end", "", len(self.text), len(self.text))

    @property
    def before(self) -> Token | None:
        """The token before it."""
        return self.left.tokens[self.left.at - 1] if self.left.at else None

    @property
    def after(self) -> Token | None:
        """The token after it."""
        at = self.left.at + 1
        return self.left.tokens[at] if at < len(self.left.tokens) else None

    def expects(self, *terminals: str) -> bool:
        """Say whether all of these might have stood here."""
        return self.left.expected.issuperset(terminals)

    def fault(self, zh: str, en: str, token: Token | None = None) -> Fault:
        at = token or self.token
        return Fault(at.start, at.end, zh, en)


# --- the usual slips, the surest first ----------------------------------------------------------


def _punctuation(place: _Place) -> Fault | None:
    word = place.token.text[:1]
    if word not in _HALF:
        return None
    half = _HALF[word]
    return place.fault(
        f"这是中文（全角）标点，请改用英文的 {half}", f"this is full-width punctuation; write {half}"
    )


def _quotes(place: _Place) -> Fault | None:
    if place.token.kind == "mark" and place.token.text in "\"'":
        return place.fault("引号没有配对，或文字中有换行", "the quotation mark has no partner on its line")
    return None


def _sql(place: _Place) -> Fault | None:
    token, before = place.token, place.before
    if token.kind == "word" and token.text.upper() in _INSTEAD:
        return place.fault(*_INSTEAD[token.text.upper()])
    if token.text == "=" and before and before.text == "=" and before.end == token.start:
        return place.fault("相等只写一个 =", "write one = for equality")
    if token.text == "<>":
        return place.fault("不等写作 !=", "unequal is written !=")
    if token.text == "," and before and before.kind == "number" and not place.expects("','"):
        return place.fault("数字中不写千位逗号", "numbers have no commas for thousands")
    if token.text == "%" and before and before.kind == "number":
        return place.fault("数字后不写百分号", "a number has no percent sign")
    return None


def _projection(place: _Place) -> Fault | None:
    token, before = place.token, place.before
    if place.expects("var", "'('", "FROM") and token.text == ",":
        return place.fault("变量之间用空格，不用逗号", "variables are parted by blanks, not commas")
    picks = place.expects("var", "'('", "'*'") or place.expects("var", "'('", "FROM")
    if picks and token.kind == "word" and token.text.upper() in FUNCTIONS | AGGREGATES:
        name = token.text.upper()
        return place.fault(
            f"算出的列要写成 ({name}(…) AS ?名称)", f"a computed column is written ({name}(…) AS ?name)"
        )
    if place.expects("AS", "'||'") and token.text == ")":
        return place.fault("括号里要有 AS ?名称", "in the brackets there must be AS ?name")
    if before and before.text.upper() in ("ASC", "DESC"):
        name = before.text.upper()
        return place.fault(f"排序写作 {name}(?变量)", f"order is written {name}(?variable)", before)
    return None


def _misspelt(place: _Place) -> Fault | None:
    token = place.token
    if token.kind not in ("word", "pname"):
        return None
    word = token.text.rstrip(":").upper()
    known = KEYWORDS | FUNCTIONS | AGGREGATES
    if token.kind == "pname" and not token.text.endswith(":"):
        return None
    if word in known:
        return None
    likely = [name for name in place.left.expected if name in known]
    meant = did_you_mean(word, likely, cutoff=0.7) or did_you_mean(word, known, cutoff=0.8)
    if meant:
        return place.fault(f"不是 SPARQL 的词，{meant[0]}", f"is no word of SPARQL; {meant[1]}")
    if place.left.at and any(ord(char) > 0x2E7F for char in token.text):
        return place.fault(
            f'文字要放在引号里，例如 "{token.text[:20]}"@zh', f'words stand in quotes: "{token.text[:20]}"@zh'
        )
    if token.kind == "word" and place.after and place.after.text == "(":
        return place.fault("没有这个函数", "there is no such function")
    return None


def _filter(place: _Place) -> Fault | None:
    before = place.before
    if before and before.text.upper() in ("FILTER", "HAVING") and place.token.text != "(":
        name = before.text.upper()
        return place.fault(f"条件要放在括号里：{name}(…)", f"the condition stands in brackets: {name}(…)")
    if before and before.text.upper() == "BIND":
        return place.fault("写作 BIND(算式 AS ?名称)", "write BIND(expression AS ?name)")
    return None


def _comparison(place: _Place) -> Fault | None:
    if place.token.text in ("<", ">", "=", "<=", ">=", "!=") and place.expects("var", "string"):
        return place.fault(
            "比较要写在 FILTER 里：先写 ?值，再写 FILTER(?值 > 1)",
            "comparisons stand in FILTER: write ?v here, then FILTER(?v > 1)",
        )
    return None


def _iri(place: _Place) -> Fault | None:
    if place.token.text == "<" and place.expects("iri"):
        end = place.text.find(">", place.token.start)
        line = place.text.find("\n", place.token.start)
        if end >= 0 and (line < 0 or end < line):
            return Fault(
                place.token.start,
                end + 1,
                '网址 <…> 里不能有空格和这些字符：" { } | \\ ^ `',
                'an IRI <…> holds no blanks and none of " { } | \\ ^ `',
            )
    return None


def _brackets(place: _Place) -> Fault | None:
    """Tell a bracket without its partner, once nothing simpler explains the place."""
    token = place.token
    closing = {"(": ")", "{": "}", "[": "]"}
    still: list[Token] = []
    for each in place.left.tokens[: place.left.at]:
        if each.kind == "mark" and each.text in closing:
            still.append(each)
        elif each.kind == "mark" and each.text in closing.values() and still:
            still.pop()
    if token.kind == "end" and still:
        line, column = position(place.text, still[-1].start)
        mark, wanted = still[-1].text, closing[still[-1].text]
        return place.fault(
            f"第 {line} 行第 {column} 列的 {mark} 没有配对，缺少 {wanted}",
            f"the {mark} of line {line}, column {column} is not closed: {wanted} is missing",
        )
    if token.kind == "mark" and token.text in closing.values():
        if not still:
            return place.fault(f"多了一个 {token.text}", f"there is one {token.text} too many")
        wanted = closing[still[-1].text]
        if wanted != token.text and place.expects(f"'{wanted}'"):
            line, column = position(place.text, still[-1].start)
            return place.fault(
                f"前面缺少 {wanted}（与第 {line} 行第 {column} 列的 {still[-1].text} 配对）",
                f"{wanted} is missing before it, to close the {still[-1].text} of line {line}, "
                f"column {column}",
            )
    return None


def _dot(place: _Place) -> Fault | None:
    if place.expects("'.'", "';'") and place.token.kind in ("var", "iri", "pname", "string", "blank"):
        return place.fault(
            "前一句末尾缺少 .（主语相同用 ;，谓语也相同用 ,）",
            "the triple before it has no . at its end (; keeps the subject, a comma the verb too)",
        )
    return None


_RULES: tuple[Callable[[_Place], Fault | None], ...] = (
    _punctuation, _quotes, _sql, _projection, _misspelt, _filter, _iri, _comparison, _brackets, _dot,
)  # fmt: skip


def _generic(place: _Place) -> Fault:
    """Say what might have stood here."""
    wanted = place.left.expected
    shown = [name for name in _ORDER if name in wanted]
    shown += sorted(name for name in wanted if name not in shown and (name in KEYWORDS or name[0] == "'"))[:6]
    shown += [END] if END in wanted else []
    zh = "、".join(_NAMES[name][0] if name in _NAMES else name.strip("'") for name in shown[:6])
    en = ", ".join(_NAMES[name][1] if name in _NAMES else name.strip("'") for name in shown[:6])
    if len(wanted) == 1 and END not in wanted:
        return place.fault(f"前面缺少 {zh}", f"{en} is missing before it")
    if wanted == {END}:
        return place.fault("到这里已经结束，后面多了内容", "the text ends before it, and here is more")
    if place.token.kind == "end":
        return place.fault(f"没有写完，接下来可以是：{zh}", f"something is missing: there might follow {en}")
    return place.fault(f"不能用在这里，这里可以是：{zh}", f"cannot stand here; there might stand {en}")
