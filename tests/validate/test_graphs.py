"""Graph files of other producers, bad input, many files at once."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.errors import InputError, KgError, NotANotice, TooLarge, UnsupportedFormat
from kg.validate import Report, validate_graph, validate_many
from kg.validate.bulk import Outcome

HEAD = """@prefix kg: <https://w3id.org/zeren/ontology#> .
@prefix kgc: <https://w3id.org/zeren/code#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
:n a kg:Notice ; dcterms:title "通知"@zh ; kg:documentNumber "嵊政办发〔2024〕5号" ;
    dcterms:issued "2024-02-18"^^xsd:date ; kg:issuerText "嵊泗县人民政府办公室"@zh ; kg:issuer :office .
:office a kg:Unit ; rdfs:label "县政府办"@zh .
:l a kg:CommitmentList ; kg:inNotice :n .
:t a kg:Task ; kg:inNotice :n ; kg:inList :l ; kg:number 1 ; kg:text "做强基地。"@zh ; kg:evidence :p ;
    kg:responsibility :r ; kg:responsibleUnit :office .
:r a kg:Responsibility ; kg:inNotice :n ; kg:body :office ; kg:role kgc:responsible ; kg:position 1 ;
    kg:mention "县政府办"@zh ; kg:resolution kgc:exact ; kg:evidence :p .
:p a kg:Passage ; oa:start 0 ; oa:end 5 ; oa:exact "做强基地。" ; dcterms:source :text .
"""
BROKEN = HEAD.replace("kg:role kgc:responsible", "kg:role kgc:boss")


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_graph_of_another_producer_conforms(tmp_path: Path) -> None:
    report = validate_graph(write(tmp_path, "a.ttl", HEAD))
    assert report.entries == ()
    assert report.notice == "https://example.org/n"


def test_its_faults_are_found_with_the_words_but_without_line(tmp_path: Path) -> None:
    (entry,) = validate_graph(write(tmp_path, "a.ttl", BROKEN)).entries
    assert (entry.rule.id, entry.value) == ("responsibility-role", "https://w3id.org/zeren/code#boss")
    assert entry.sentence == "做强基地。"
    assert entry.marks[0].line == 0


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own writers
@pytest.mark.parametrize(
    ("name", "form"), [("a.nt", "nt"), ("a.jsonld", "json-ld"), ("a.trig", "trig"), ("a.nq", "nquads")]
)
def test_every_form_gives_the_same_report(tmp_path: Path, name: str, form: str) -> None:
    from rdflib import Dataset, URIRef

    dataset = Dataset(default_union=True)
    dataset.graph(URIRef("https://example.org/g")).parse(data=BROKEN, format="turtle")
    source = dataset.graph(URIRef("https://example.org/g")) if form == "nt" else dataset
    report = validate_graph(write(tmp_path, name, source.serialize(format=form)))
    assert [entry.rule.id for entry in report.entries] == ["responsibility-role"]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        pytest.param("a.ttl", "kein turtle", InputError, id="does not parse"),
        pytest.param("a.ttl", b"\xff\xfe\x00", InputError, id="not UTF-8"),
        pytest.param("a.ttl", "", NotANotice, id="empty"),
        pytest.param("a.ttl", "<a:b> <a:c> <a:d> .", NotANotice, id="nothing of ours"),
        pytest.param("a.rdf", "<x/>", UnsupportedFormat, id="another format"),
        pytest.param("a.ttl.gz", gzip.compress(b"x"), UnsupportedFormat, id="compressed"),
        pytest.param("a.jsonld", '{"@context": "http://127.0.0.1:9/c"}', InputError, id="context elsewhere"),
        pytest.param("a.jsonld", '[{"@context": {"@import": "http://x/"}}]', InputError, id="import"),
        pytest.param("a.jsonld", "[" * 5000, InputError, id="nested too deep"),
        pytest.param("none.ttl", None, InputError, id="no such file"),
    ],
)
def test_bad_input_is_a_sentence_in_both_languages(
    tmp_path: Path, name: str, content: str | bytes | None, error: type[KgError]
) -> None:
    path = tmp_path / name if content is None else write(tmp_path, name, content)
    with pytest.raises(error) as caught:
        validate_graph(path)
    assert type(caught.value) is error
    assert caught.value.zh != caught.value.en
    assert "Traceback" not in str(caught.value)


def test_size_is_limited_before_reading(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        validate_graph(write(tmp_path, "a.ttl", HEAD), max_bytes=100)


def test_many_files_keep_their_order_and_errors_are_outcomes(tmp_path: Path) -> None:
    texts = [HEAD, BROKEN, "kein turtle", HEAD]
    paths = [write(tmp_path, f"{number}.ttl", text) for number, text in enumerate(texts)]
    seen: list[Path] = []

    def kind(outcome: Outcome) -> str:
        return str(len(outcome.entries)) if isinstance(outcome, Report) else type(outcome).__name__

    outcomes = list(validate_many(paths, validate_graph, workers=2, progress=seen.append))
    assert [path for path, _ in outcomes] == paths
    assert [kind(outcome) for _, outcome in outcomes] == ["0", "1", "InputError", "0"]
    assert seen == paths
    alone = [kind(outcome) for _, outcome in validate_many(paths, validate_graph, workers=1)]
    assert alone == ["0", "1", "InputError", "0"]
