"""Sentences and clauses: where they begin and end, what is quoted, lost commas."""

import pytest

from kg.extract.sentences import Sentence, sentences, without_quotes
from kg.parse.lines import clean


def read(text: str) -> list[Sentence]:
    line = clean(text, 0, len(text))
    return list(sentences(line, text))


def clause(text: str, word: str) -> str:
    """Return the clause in which a word stands, of the only sentence."""
    (sentence,) = read(text)
    at = sentence.text.index(word)
    return sentence.text[sentence.clause_start(at) : sentence.clause_end(at)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。乙；丙！丁？戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("甲;乙!丙?", ["甲", "乙", "丙"]),
        ("。。甲", ["甲"]),
        ("甲。", ["甲"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("建桥3座，修路5公里，种树", "5", "修路5公里，"),
        ("建桥3座，修路5公里", "3", "建桥3座，"),
        ("建桥3座，修路5公里", "5", "修路5公里"),
        ("目标：建桥3座", "3", "建桥3座"),
        ("建桥（含2座危桥）3座，修路", "3", "建桥（含2座危桥）3座，"),
        ("建桥（含2座危桥）3座，修路", "2", "含2座危桥）3座，"),
        ("建桥(含2座危桥)3座", "3", "建桥(含2座危桥)3座"),
        ("建桥（甲（乙）丙）3座", "3", "建桥（甲（乙）丙）3座"),
        ("建桥）3座", "3", "3座"),
        ("甲，建桥（丙）修路（丁）3座", "3", "建桥（丙）修路（丁）3座"),
        ("“甲，乙”建桥3座", "3", "“甲，乙”建桥3座"),
        ("《甲，乙》建桥3座", "3", "《甲，乙》建桥3座"),
        ("①建桥3座②修路", "3", "建桥3座②"),
        ("建桥—3座", "座", "建桥—3座"),
        ("建桥—修路3座", "3", "修路3座"),
    ],
)
def test_clauses(text: str, word: str, expected: str) -> None:
    assert clause(text, word) == expected


def test_quotes() -> None:
    (sentence,) = read("深化“152”机制")
    assert [sentence.quoted(i) for i in range(len(sentence.text))] == [
        False, False, False, True, True, True, False, False, False,
    ]  # fmt: skip
    assert without_quotes("落实《行动方案》的“152”和‘甲’、「乙」") == "落实《》的“”和‘’、「」"
    assert without_quotes("“没有另一半") == "“没有另一半"
    assert without_quotes("“" + "长" * 90 + "”") == "“" + "长" * 90 + "”"


def test_places_lead_to_the_text_as_read() -> None:
    text = "推进改革。新建 3 座 桥"
    _, second = read(text)
    assert second.text == "新建3座桥"
    (span,) = second.ranges(2, 4)
    assert text[span.start : span.end] == "3 座"
    whole = second.ranges(0, 5)
    assert second.is_in(0, whole)
    assert second.is_in(4, whole)
    assert not second.is_in(4, second.ranges(0, 4))
    assert not second.is_in(0, second.ranges(1, 4))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投资9.8亿元 同比增长6%", [7]),
        ("投资9.8亿元 以上", []),
        ("投资增长5%以上 新增就业100人", [8]),
        ("城乡全覆盖 新建3座", [5]),
        ("推进改革 新建3座", []),
        ("增长10% 压减12户\n新增800万元", [6, 11]),
        ("增长10%，压减12户\n新增800万元", []),
        ("增长10% 压减12户\n推进改革", [6]),
    ],
)
def test_lost_commas(text: str, expected: list[int]) -> None:
    (sentence,) = read(text)
    assert sentence.breaks == expected
    ends = [*expected, len(sentence.text)]
    assert sentence.break_after(0) == ends[0]
    assert sentence.break_after(len(sentence.text)) == len(sentence.text)
    for at in expected:
        assert sentence.clause_start(at) == at
        assert sentence.break_after(at) == at


def test_without_the_text_as_read_no_comma_is_lost() -> None:
    text = "投资9.8亿元 同比增长6%"
    (sentence,) = sentences(clean(text, 0, len(text)))
    assert sentence.breaks == []
