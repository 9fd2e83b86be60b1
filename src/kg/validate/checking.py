"""Validates one notice: the graph that ``kg.emit`` made of it, or one of another producer."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from rdflib import RDF, Dataset

from kg.errors import InputError, NotANotice, TooLarge, UnsupportedFormat
from kg.tokens import Triples, escaped, words
from kg.validate import quick
from kg.validate.catalogue import wordings
from kg.validate.causes import folded
from kg.validate.entries import KG, TYPE, Places, found, judged, title_of, together
from kg.validate.report import Lines, Report
from kg.validate.results import Result, results_of
from kg.validate.terms import Triple, token

GRAPH_FORMATS = {".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".nt": "nt", ".jsonld": "json-ld"}
MAX_BYTES = 50 * 1024 * 1024
MAX_TRIPLES = 500_000

_NOTICE, _SOURCE_TEXT, _FULL_TEXT = (f"<{KG}{name}>" for name in ("Notice", "SourceText", "fullText"))
Engine = Literal["judge", "quick"]


def check(triples: Iterable[Triple], *, content: str | None = None, name: str = "") -> Report:
    """Validate the triples of one notice and of what is known of the things it names.

    Args:
        triples: rdflib terms; those of the notice's graph and of the registry together.
        content: The text of the notice, for lines, columns and the check of positions.
        name: Of the file, for the report.
    """
    tokens = dict.fromkeys((token(s), token(p), token(o)) for s, p, o in triples)
    return check_tokens(tokens, content=content, name=name)


def check_tokens(
    triples: Iterable[tuple[str, ...]],
    *,
    content: str | None = None,
    name: str = "",
    engine: Engine = "judge",
) -> Report:
    """Validate triples of N-Quads tokens, each once; see ``check``."""
    given = list(triples)
    data = Triples(given)
    texts = data.subjects(TYPE, _SOURCE_TEXT)
    if content is not None:
        added = [(text, _FULL_TEXT, f'"{escaped(content)}"') for text in texts]
        data.add(added)
        given += added
    elif len(texts) == 1 and (known := data.value(texts[0], _FULL_TEXT)) is not None:
        content = words(known)
    results = quick.results(data, given) if engine == "quick" else _judged(given)
    places = Places(data, None if content is None else Lines(content))
    notices = sorted(data.subjects(TYPE, _NOTICE))
    return Report(
        name=name,
        notice=words(notices[0]) if len(notices) == 1 else None,
        title=title_of(data, notices[0]) if len(notices) == 1 else None,
        entries=folded(together(judged(results, places), found(places)), places),
        text=content,
        rules_applied=len(wordings()),
    )


def _judged(triples: Iterable[tuple[str, ...]]) -> Iterable[Result]:
    from kg.validate import engine
    from kg.validate.terms import triples as terms

    data = engine.DataGraph()
    with _quiet():
        data.add_all(terms(triples))
    _, report = engine.judge(data, engine.our_shapes())
    return results_of(report)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a stack trace for a value such as 2024-02-30; a rule reports it."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers use its own old names
            yield
    finally:
        logger.disabled = before


def validate_graph(path: Path, *, max_bytes: int = MAX_BYTES) -> Report:
    """Validate a graph file of any producer: ``.ttl .trig .nq .nt .jsonld``.

    Raises:
        UnsupportedFormat: Another ending.
        TooLarge: More than ``max_bytes``, or more than 500,000 triples.
        InputError: The file does not parse.
        NotANotice: Nothing in it is a thing of this ontology.
    """
    form = GRAPH_FORMATS.get(path.suffix.lower())
    if form is None:
        endings = "、".join(GRAPH_FORMATS)
        raise UnsupportedFormat(
            f"{path.name} 不是图文件；可以校验的有 {endings}。",
            f"{path.name} is no graph file; the endings known are {', '.join(GRAPH_FORMATS)}.",
        )
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= max_bytes else b""
    except OSError as error:
        raise InputError(f"无法读取 {path.name}。", f"{path.name} cannot be read.") from error
    if size > max_bytes:
        raise TooLarge(
            f"{path.name} 有 {size >> 20} MB，超过 {max_bytes >> 20} MB 的上限；请按通知拆分。",
            f"{path.name} has {size >> 20} MB, past the limit of {max_bytes >> 20} MB; split it by notice.",
        )
    return validate_graph_bytes(data, form, name=path.name)


def validate_graph_bytes(data: bytes, form: str, *, name: str = "") -> Report:
    """Validate a graph given as bytes in one of rdflib's formats."""
    if form == "json-ld" and b'"@context"' in data and _fetches(data):
        raise InputError(
            f"{name} 引用了外部的 @context；请把上下文写在文件里。",
            f"{name} refers to an @context elsewhere; write the context into the file.",
        )
    dataset = Dataset(default_union=True)
    try:
        with _quiet():
            dataset.parse(data=data, format=form, publicID="https://w3id.org/zeren/import/")
    except Exception as error:  # parsers raise many kinds, none of one family
        where = " ".join(str(error).split())[:200]
        raise InputError(f"{name} 无法解析：{where}", f"{name} does not parse: {where}") from error
    triples = {(s, p, o) for s, p, o, _ in dataset.quads()}
    if len(triples) > MAX_TRIPLES:
        raise TooLarge(
            f"{name} 有 {len(triples)} 条三元组，超过 {MAX_TRIPLES} 的上限；请按通知拆分。",
            f"{name} holds {len(triples)} triples, past the limit of {MAX_TRIPLES}; split it by notice.",
        )
    if not any(p == RDF.type and str(o).startswith(KG) for _, p, o in triples):
        raise NotANotice(
            f"{name} 中没有责任图谱本体的任何事物。", f"Nothing in {name} is a thing of the Zeren ontology."
        )
    return check(sorted(triples, key=str), name=name)


def _fetches(data: bytes) -> bool:
    """Whether a JSON-LD document names a context by its address, which would be fetched."""
    import json

    def remote(node: object) -> bool:
        if isinstance(node, list):
            return any(remote(item) for item in node)
        if not isinstance(node, dict):
            return False
        context = node.get("@context")
        named = context if isinstance(context, list) else [context]
        imported = any(isinstance(item, dict) and "@import" in item for item in named)
        return imported or any(isinstance(item, str) for item in named) or any(map(remote, node.values()))

    try:
        return remote(json.loads(data))
    except (ValueError, RecursionError):
        return False  # the parser says what is wrong with it
