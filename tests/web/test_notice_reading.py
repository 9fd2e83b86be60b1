"""The page of a notice says how it was read, and what to look at first."""

from __future__ import annotations

from fastapi.testclient import TestClient
from lxml import html as lxml_html

from kg import loading, pipeline, vocab
from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests.store.test_versions import HEAD

TABLE = (
    "序号\t工作内容\t责任单位\t甲乙丙丁\n1\t新建公园3座\t县住建局\t某某事\n"
    "2\t改造老旧小区5个\t县财政局\t某某物\n"
)


def page_of(text: str) -> lxml_html.HtmlElement:
    notice = pipeline.convert(text.encode(), name="通知.txt")
    with OxigraphStore(None, base=vocab.BASE) as store:
        loading.load_notice(notice, store)
        with TestClient(create_app(Settings(), store=store)) as client:
            return lxml_html.fromstring(client.get(f"/{notice.iri}", headers={"Accept": "text/html"}).text)


def section(page: lxml_html.HtmlElement, heading: str) -> lxml_html.HtmlElement | None:
    return next(iter(page.xpath(f"//section[h2='{heading}']")), None)


def test_shares_and_unread_parts_stand_beside_the_notice() -> None:
    text = HEAD.replace("一、王安县长牵头重点工作\n", "") + TABLE
    notice = pipeline.convert(text.encode(), name="通知.txt")
    codes = [f.code for f in notice.findings if f.code.startswith("unread") or f.code == "layout-doubtful"]
    assert codes
    page = page_of(text)
    (card,) = page.xpath("//details[@open][contains(summary, '先看这里')]")
    (summary,) = card.xpath("summary")
    for said in (
        f"把握（任务与单位） {notice.reading.confidence * 100:.0f} %",
        f"去向已明的文字 {notice.reading.accounted * 100:.1f} %",
        f"未读或存疑之处 {len(codes)}",
    ):
        assert said in summary.text_content()
    assert len(card.xpath(".//li")) == len(codes)
    # They are told once, and marked in the text.
    rest = section(page, "检查发现")
    assert rest is not None
    assert not {li.text_content() for li in card.xpath(".//li")} & {
        li.text_content() for li in rest.xpath(".//li")
    }
    assert page.xpath("//article//mark[contains(@class, 'finding')]")


def test_nothing_is_listed_where_all_was_read() -> None:
    items = ("新建农村公路25公里。|县交通运输局", "改造小区5个。|县住建局", "新建学校2所。|县教育局")
    told = (item.replace("|", "\n责任单位：") for item in items)
    page = page_of(HEAD + "".join(f"{n}.{item}\n" for n, item in enumerate(told, 1)))
    (card,) = page.xpath("//details[contains(summary, '读得怎样')]")
    assert "先看这里" not in card.text_content()
    assert "没有未读之处" in card.text_content()
