"""What a text says of other documents: numbers it cites, what it changes, what it replaces."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.extract.references import plain_number
from kg.model import Notice

HEAD = (
    "嵊泗县人民政府办公室文件\n嵊政办发〔2024〕5号\n嵊泗县人民政府办公室关于印发2024年重点工作责任分解的通知\n"
    "各乡镇人民政府，县政府各部门：\n"
)
LIST = "\n2024年重点工作责任分解\n一、重点工作\n1.新建公园3座。责任单位：县住建局\n{item}"
LAST = "2.改造老旧小区5个。责任单位：县财政局\n"


def read(letter: str, *, item: str = LAST, tail: str = "", head: str = HEAD) -> Notice:
    return pipeline.convert((head + letter + LIST.format(item=item) + tail).encode(), name="通知.txt")


def said(notice: Notice) -> list[tuple[str, str]]:
    return [(one.relation, one.document_number or f"《{one.title}》") for one in notice.references]


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        pytest.param(
            "根据《关于促进消费的意见》（国办发〔2022〕9号）和浙政发［2023］第3号文件精神，现印发给你们。",
            [("cites", "国办发〔2022〕9号"), ("cites", "浙政发〔2023〕3号")],
            id="numbers in a bracket and alone, in any brackets",
        ),
        pytest.param(
            "现印发给你们。原《督查办法》（嵊政办发〔2019〕3号）同时废止。",
            [("replaces", "嵊政办发〔2019〕3号")],
            id="ends with the coming into force",
        ),
        pytest.param(
            "现印发给你们。《督查办法》（嵊政办发〔2019〕3号）、《考核\n办法》（嵊政办发〔2020〕8号）均予以废止。",
            [("replaces", "嵊政办发〔2019〕3号"), ("replaces", "嵊政办发〔2020〕8号")],
            id="a list, a title across lines",
        ),
        pytest.param(
            "本通知取代嵊政办发〔2022〕4号文件。", [("replaces", "嵊政办发〔2022〕4号")], id="verb first"
        ),
        pytest.param(
            "现印发给你们，原《督查办法》自2024年3月1日起停止执行。",
            [("replaces", "《督查办法》")],
            id="a title alone",
        ),
        pytest.param(
            "经研究，决定对嵊政办发〔2023〕6号文件作如下修改：",
            [("amends", "嵊政办发〔2023〕6号")],
            id="amends",
        ),
        pytest.param(
            "将《责任分解》（嵊政办发〔2023〕6号）附件1中第12项责任单位调整为县住建局。",
            [("amends", "嵊政办发〔2023〕6号")],
            id="amends an item of an annex",
        ),
        pytest.param(
            "根据《关于修改〈预算法〉的决定》，现印发给你们。《甲办法》（2023年修订）继续执行，《乙办法》未废止。",
            [],
            id="what others did, or did not",
        ),
        pytest.param(
            "根据《关于废止《甲办法》的通知》（嵊政办发〔2021〕1号），现印发给你们。",
            [("cites", "嵊政办发〔2021〕1号")],
            id="a title that says what its document did",
        ),
        pytest.param("保障土储（2023）5号地块开工，2024年3月前完成。", [], id="a plot of land"),
        pytest.param("现将嵊政办发〔2024〕5号印发给你们。", [], id="its own number"),
    ],
)
def test_what_a_letter_says_of_others(letter: str, expected: list[tuple[str, str]]) -> None:
    notice = read(letter)
    assert said(notice) == expected
    for one in notice.references:
        words = "".join(notice.text.content[s.start : s.end] for s in one.evidence)
        assert (one.document_number or "")[-2:] in words
        assert (one.title or "") in words.replace("\n", "")


def test_a_task_to_revise_is_a_task_and_the_end_of_a_notice_is_heard() -> None:
    task = "2.修订《财政奖补办法》（嵊政办发〔2020〕8号），对《甲办法》予以废止。责任单位：县财政局\n"
    assert said(read("现印发给你们。", item=task)) == [("cites", "嵊政办发〔2020〕8号")]
    end = "本通知自印发之日起施行，嵊政发〔2018〕2号文件同时废止。\n"
    assert said(read("现印发给你们。", tail=end)) == [("replaces", "嵊政发〔2018〕2号")]


def test_a_document_named_twice_is_one_with_the_stronger_relation() -> None:
    letter = "贯彻《甲办法》（嵊政办发〔2019〕3号）以来成效明显。现《甲办法》同时废止。"
    notice = read(letter)
    assert said(notice) == [("replaces", "嵊政办发〔2019〕3号")]
    assert len(notice.references[0].evidence) == 2


def test_numbers_in_the_head_of_another_layout_are_no_citation() -> None:
    head = "娄浦市人民政府办公室文件 娄政办发〔2018〕27号 市府办关于分解2018年任务的通知 各镇人民政府:\n"
    notice = read("现印发给你们。", head=head)
    assert "娄政办发〔2018〕27号" not in [number for _, number in said(notice)]


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("国办发〔2022〕9号", "国务院办公厅"),
        ("浙政发〔2023〕3号", "浙江省人民政府"),
        ("嵊政发〔2023〕6号", "嵊泗县人民政府"),
    ],
)
def test_a_cited_notice_has_the_iri_that_it_has_when_loaded(number: str, issuer: str) -> None:
    (cited,) = read(f"根据《{issuer}关于促进消费的意见》（{number}），现印发给你们。").references
    own = (
        f"{issuer}文件\n{number}\n{issuer}关于促进消费的意见\n各有关单位：\n1.新建公园3座。责任单位：住建局\n"
    )
    loaded = pipeline.convert(own.encode(), name="通知.txt")
    assert loaded.document_number is not None
    assert cited.document == loaded.iri


@pytest.mark.parametrize(
    ("number", "beginning"),
    [
        pytest.param("穗府〔2020〕3号", "notice/440100-2020-", id="a word that one place alone uses"),
        pytest.param("舟政发〔2023〕6号", "document/", id="a word that several use"),
    ],
)
def test_a_number_alone_names_the_only_place_that_uses_its_word(number: str, beginning: str) -> None:
    (cited,) = read(f"按{number}执行。").references
    assert cited.document.startswith(beginning)


def test_a_number_of_no_known_place_names_a_document_of_its_own() -> None:
    (cited,) = read("按建城﹝2023﹞第6号执行。").references
    assert cited.document.startswith("document/")
    assert cited.document_number == "建城〔2023〕6号"


def test_one_form_of_a_number() -> None:
    forms = ("嵊政办发〔2024〕5号", "嵊政办发[2024]5号", "嵊政办发 ﹝2024﹞ 第5号", "嵊政办发（2024）5 号")
    assert {plain_number(form) for form in forms} == {"嵊政办发〔2024〕5号"}
    assert plain_number("第5号") is None
