"""Characters as meant: line ends, controls, look-alikes; every position stays."""

import json
import re
import unicodedata

import pytest

from kg import pipeline
from kg.emit import as_json, meta, nquads, quads, serialize
from kg.read import read
from kg.read.characters import LINE_ENDS, folded, one_line, sound
from tests.read.package import docx, p

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
HEAD = "关于印发2024年重点工作责任分解的通知\n一、重点工作\n"


@pytest.mark.parametrize("end", list(LINE_ENDS))
def test_line_ends(end: str) -> None:
    assert sound(f"水库3个，{end}泵站") == "水库3个，\n泵站"
    assert read(f"水库3个，{end}泵站".encode(), name="a.txt").content == "水库3个，\n泵站"


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0e", "\x1f", "\x7f", "\x80", "\x9f", "\ufffe", "\uffff"])
def test_controls_are_spaces(char: str) -> None:
    assert sound(f"甲{char}乙") == "甲 乙"


def test_what_is_no_control_stays() -> None:
    text = "甲\t乙\r\n丙\u00a0\u3000\u200b\ufeff\ud7ff\ue000\U0001f600~"
    assert sound(text) == text
    assert sound("甲\v乙\x01", end="|") == "甲|乙 "
    assert one_line("a\vb\r\nc\td.txt") == "a b  c d.txt"


@pytest.mark.parametrize(
    ("received", "meant"),
    [
        ("1000⼈", "1000人"), ("⼀、⼯作", "一、工作"), ("⻓江⻅⺠⻘⻛⻢", "长江见民青风马"),
        ("⽉⽇", "月日"), ("㇐", "一"), ("\uf90a\uf98e\uf9e1", "金年李"), ("\U0002f804", "你"),
        ("︵一︶﹙二﹚﹐﹪", "(一)(二),%"), ("㎡１％Ａ（", "㎡１％Ａ（"), ("人民", "人民"), ("", ""),
    ],
)  # fmt: skip
def test_look_alikes(received: str, meant: str) -> None:
    assert folded(received) == meant
    assert len(received) == len(meant)


def test_every_radical_and_compatibility_ideograph_has_its_meaning() -> None:
    for first, last in ((0x2F00, 0x2FD5), (0xF900, 0xFAD9), (0x2F800, 0x2FA1D)):
        for code in range(first, last + 1):
            if unicodedata.name(chr(code), "") and unicodedata.normalize("NFKC", chr(code)) != chr(code):
                assert folded(chr(code)) == unicodedata.normalize("NFKC", chr(code))
    left = [c for c in range(0x2E80, 0x2EF4) if unicodedata.name(chr(c), "") and folded(chr(c)) == chr(c)]
    assert left == [0x2E80]  # CJK RADICAL REPEAT stands for no character


def test_a_radical_is_read_as_the_character_and_stays_in_the_evidence() -> None:
    task = "1.新增就业1000⼈以上。责任单位：县⼈社局"
    notice = pipeline.convert((HEAD + task).encode(), name="a.txt")
    (one,) = notice.tasks
    (target,) = one.targets
    assert (target.value, target.unit, one.text) == (1000, "人", "新增就业1000人以上。")
    assert [r.mention for r in one.responsibilities] == ["县人社局"]
    span = target.evidence[0]
    assert notice.text.content[span.start : span.end] == "新增就业1000⼈以上"
    assert any("1000⼈以上" in q[2] for q in quads(notice) if q[1].endswith("oa#exact>"))


def test_radicals_in_a_traditional_text() -> None:
    head = "關於印發2024年重點工作責任分解的通知\n一、重點工作\n"
    text = head + "1.新增就業1000⼈以上。責任單位：縣財政局、縣發展和改革局"
    (task,) = pipeline.convert(text.encode(), name="a.txt").tasks
    assert [(t.value, t.unit, t.indicator_text) for t in task.targets] == [(1000, "人", "新增就業")]


def _dresses() -> dict[str, tuple[bytes, str]]:
    words = "1.完成水库建设3个，{}新建泵站2座。"
    unit = "责任单位：县水利局"
    lines = [*HEAD.split("\n")[:2], words, unit]
    found = {}
    for name, end in (("tab", "\v"), ("feed", "\f"), ("next", "\x85"), ("separator", "\u2028")):
        text = "\n".join(lines).format(end)
        found[f"text {name}"] = text.encode(), "a.txt"
        body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
        found[f"html {name}"] = f"<!doctype html><body>{body}</body>".encode(), "a.html"
        found[f"cell a line {name}"] = (
            (
                f"潮湾县2024年重点工作责任分解\n序号\n工作内容\n责任单位\n1\n{words[2:].format(end)}\n县水利局\n"
                "2\n新建学校1所。\n县教育局\n3\n新建公园1座。\n县住建局"
            ).encode(),
            "a.txt",
        )
        if end > "\x1f":
            found[f"docx {name}"] = docx("".join(p(line) for line in text.split("\n"))), "a.docx"
    return found


@pytest.mark.parametrize("dress", _dresses())
def test_a_vertical_tab_is_a_line_end_and_no_output_holds_a_control(dress: str) -> None:
    data, name = _dresses()[dress]
    notice = pipeline.convert(data, name=name)
    assert "3个，\n新建泵站2座。" in notice.text.content
    assert [(t.value, t.unit) for t in notice.tasks[0].targets] == [(3, "个"), (2, "座")]
    found = [*quads(notice), *meta(notice, full_text=True)]
    outputs = [json.dumps(as_json(notice), ensure_ascii=False), str(nquads(notice))]
    outputs += [serialize(found, form) for form in ("turtle", "trig", "jsonld")]
    assert [out for out in outputs if FORBIDDEN.search(out)] == []
