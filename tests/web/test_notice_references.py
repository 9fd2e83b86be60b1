"""The page of a notice: the other documents that it names, or that name it."""

from __future__ import annotations

from fastapi.testclient import TestClient
from lxml import html as lxml_html

from kg import loading, pipeline, vocab
from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from tests.store.test_succession import words


def test_documents_stand_beside_the_notice_with_links_to_those_that_are_loaded() -> None:
    letter = "现印发给你们。根据国办发〔2030〕9号文件，《督查办法》（云政办发〔2029〕3号）同时废止。"
    with OxigraphStore(None, base=vocab.BASE) as store:
        paths = {}
        for year, said in ((2031, "现印发给你们。"), (2032, letter)):
            text = words(year, 7).replace("现印发给你们。", said)
            notice = pipeline.convert(text.encode(), name="通知.txt")
            loading.load_notice(notice, store)
            paths[year] = f"/{notice.iri}"
        with TestClient(create_app(Settings(), store=store)) as client:
            pages = {
                year: lxml_html.fromstring(client.get(path, headers={"Accept": "text/html"}).text)
                for year, path in paths.items()
            }
            cited = client.get("/document/x", headers={"Accept": "application/n-triples"})
            number = store.query('SELECT ?d { ?d <http://www.w3.org/2000/01/rdf-schema#label> ?l '
                                 'FILTER(STR(?l) = "云政办发〔2029〕3号") }')  # fmt: skip
            found = client.get(
                "/" + number.rows[0][0].value.removeprefix(vocab.BASE),  # type: ignore[union-attr]
                headers={"Accept": "application/n-triples"},
            )
    facts = {
        dt.text: (dt.getnext().text_content(), dt.getnext().xpath("./a/@href"))
        for dt in pages[2032].xpath("//dt")
    }
    assert facts["废止"] == ("云政办发〔2029〕3号", [])
    assert facts["引用"] == ("国办发〔2030〕9号", [])
    assert facts["承接上年"] == ("云政办发〔2031〕7号", [paths[2031]])
    before = {dt.text: dt.getnext().xpath("./a/@href") for dt in pages[2031].xpath("//dt")}
    assert before["下年续篇"] == [paths[2032]]
    assert cited.status_code == 404
    assert found.status_code == 200
    assert "CitedDocument" in found.text
