"""What a SPARQL text would make the engine do."""

# ruff: noqa: E501 (queries and requests read best on one line)

from __future__ import annotations

import asyncio

import pytest

from kg.errors import UsageError
from kg.store.federation import Forbidden, allowed_hosts, check_allowed, resolve
from kg.store.lexer import MAX_CHAIN, MAX_DEPTH, defused, scan, tokens, with_dataset

P = "PREFIX x: <http://a/> "


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "select"),
        ("  # SELECT\n aSk {}", "ask"),
        (P + "BASE <http://b/> CONSTRUCT WHERE {}", "construct"),
        ("DESCRIBE <http://a/select>", "describe"),
        (P + "INSERT DATA {}", "update"),
        ("WITH <http://g> DELETE {} WHERE {}", "update"),
        ("LOAD <http://a>", "update"),
        ("PREFIX select: <http://a/> ASK { select:x ?p 'DELETE' }", "ask"),
        ("", None),
        ("nonsense", None),
    ],
)
def test_form(text: str, form: str | None) -> None:
    assert scan(text).form == form


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <http://a> {}' }",
        'SELECT * { ?s ?p """SERVICE " <http://a> "" {}""" }',
        "SELECT * { ?s ?p '''it''s SERVICE <http://a>''' }",
        "SELECT * { ?s <http://a/service#x> ?o } # SERVICE <http://a> {}",
        "SELECT ?service { ?service x:service ?load }",
        "SELECT * { ?s x:a\\'SERVICE ?o . ?s ?p '} SERVICE <http://a>' }",
        "SELECT * { ?s ?p 'a'@service }",
        "INSERT DATA { <http://a/load> x:load 'LOAD <http://b>' }",
        "INSERT DATA { <http://a/b#download> <http://p> 1 }",
        r"SELECT * { ?s ?p '\\' . ?t ?q 'SERVICE' }",
        r"SELECT * { ?s ?p 'caf\u00e9' }",
    ],
)
def test_words_that_only_look_so(text: str) -> None:
    found = scan(text)
    assert (found.services, found.loads, found.hidden) == ((), (), None)


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("SELECT * { SERVICE <http://a/q> {} }", "http://a/q"),
        ("SELECT * { service silent<http://a/q>{} }", "http://a/q"),
        (P + "SELECT * { SERVICE x:q {} }", "http://a/q"),
        ("BASE <http://a/b/c> SELECT * { SERVICE <q> {} }", "http://a/b/q"),
        ("SELECT * { SERVICE ?e {} }", None),
        ("SELECT * { SERVICE y:q {} }", None),
        ("SELECT * { SERVICE # <http://b>\n <http://a/q> {} }", "http://a/q"),
        ("SELECT * { SERVICE <http://\\u0061/q> {} }", "http://a/q"),
    ],
)
def test_services(text: str, iri: str | None) -> None:
    found = scan(text)
    assert [call.iri for call in found.services] == [iri]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE:x{} }",
        "SELECT * { SERVICESILENT:x{} }",
        "SELECT * { ?s ?p trueSERVICE<http://a>{} }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE#>\n<http://a>{} }",
        "SELECT * { \\u0053ERVICE <http://a> {} }",
        "SELECT * { \\U00000053ERVICE <http://a> {} }",
        "SELECT * { \\u005Cu0053ERVICE <http://a> {} }",
        "LOAD:x",
        "loadSILENT<http://a>",
    ],
)
def test_what_cannot_be_told_apart_counts_as_a_call(text: str) -> None:
    found = scan(text)
    assert found.hidden or found.services or found.loads


def test_dataset_and_chance() -> None:
    assert scan("SELECT * FROM <http://g> {}").has_dataset
    assert not scan("SELECT * { ?from ?p 'FROM' }").has_dataset
    assert scan("DELETE {} USING <http://g> WHERE {}").has_using
    assert scan("SELECT (NOW() AS ?t) {}").chance
    assert not scan("SELECT (?now AS ?t) { ?now x:now 'NOW()' }").chance


def test_depth_and_chains_are_bounded() -> None:
    assert scan("SELECT * " + "{" * MAX_DEPTH + "}" * MAX_DEPTH).depth == MAX_DEPTH
    for text in (
        "SELECT * " + "{" * (MAX_DEPTH + 1),
        "ASK { FILTER(" + "!" * (MAX_DEPTH + 1) + "1) }",
        "ASK { " + "{} UNION " * (MAX_CHAIN + 1) + "{} }",
    ):
        with pytest.raises(UsageError):
            scan(text)
    # Brackets inside strings, comments and IRIs are none.
    assert scan("ASK { ?s ?p '" + "{" * 500 + "' } # " + "{" * 500).depth == 1


def test_time_is_linear() -> None:
    for text in (
        "'" * 200_000,
        '"""' + '"' * 200_000,
        "<" * 200_000,
        "a:" * 100_000,
        "\\" * 200_000,
        ":%" * 100_000,
    ):
        assert list(tokens(text))


def test_the_protocols_dataset_goes_into_an_update() -> None:
    text = "DELETE { ?s ?p 1 } WHERE { ?s ?p ?o } ; DELETE WHERE { ?s ?p 2 } ; INSERT DATA { <http://a> <http://b> 3 }"
    found = " ".join(with_dataset(text, ("http://g",), ("http://n",)).split())
    assert found == (
        "DELETE { ?s ?p 1 } USING <http://g> USING NAMED <http://n> WHERE { ?s ?p ?o } ; "
        "DELETE { ?s ?p 2 } USING <http://g> USING NAMED <http://n> WHERE { ?s ?p 2 } ; "
        "INSERT DATA { <http://a> <http://b> 3 }"
    )
    with pytest.raises(UsageError):
        with_dataset("WITH <http://g> DELETE {} WHERE {}", ("http://g",), ())


def test_defused() -> None:
    text = "LOAD SILENT <http://a/b> ; LOAD ;"
    assert defused(text, scan(text).loads) == "LOAD SILENT <http://127.0.0.1:1/> ; LOAD ;"


@pytest.mark.parametrize(
    ("iri", "allowed", "passes"),
    [
        ("http://a.example/q", "a.example", True),
        ("https://A.example/q", "a.example, b.example", True),
        ("http://a.example:81/q", "a.example:81", True),
        ("http://a.example:82/q", "a.example:81", False),
        ("http://b.a.example/q", "a.example", False),
        ("http://a.example@b.example/q", "a.example", False),
        ("http://a.example.b.example/q", "a.example", False),
        ("file:///etc/passwd", "", False),
        ("http://127.0.0.1/q", "localhost", False),
        ("http://[::1]/q", "127.0.0.1", False),
        ("http://a.example:99999/q", "a.example", False),
    ],
)
def test_allowed_hosts(iri: str, allowed: str, passes: bool) -> None:
    found = scan(f"SELECT * {{ SERVICE <{iri}> {{}} }}")
    if passes:
        check_allowed(found, allowed_hosts(allowed))
    else:
        with pytest.raises(Forbidden):
            check_allowed(found, allowed_hosts(allowed))


@pytest.mark.parametrize(
    ("host", "addresses", "passes"),
    [
        ("a.example", ["93.184.216.34"], True),
        ("a.example", ["127.0.0.1"], False),
        ("a.example", ["93.184.216.34", "10.0.0.1"], False),
        ("a.example", ["::1"], False),
        ("a.example", ["::ffff:127.0.0.1"], False),
        ("a.example", ["169.254.169.254"], False),
        ("a.example", ["fe80::1"], False),
        ("localhost", ["127.0.0.1"], True),
    ],
)
def test_an_allowed_name_that_leads_inside(
    host: str, addresses: list[str], passes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def found(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(None, None, None, "", (address, 80)) for address in addresses]

    async def look() -> str:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found, raising=False)
        return await resolve(host, 80)

    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        if passes:
            assert runner.run(look()) == addresses[0]
        else:
            with pytest.raises(OSError, match="private"):
                runner.run(look())
