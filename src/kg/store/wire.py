"""Operations and their outcomes on the way between the service and its workers.

    pack(operation) -> header, body          header: what JSON holds; body: the long part as bytes
    unpack(header, body) -> operation
    told(outcome) -> header, body            and ``outcome(header, body)`` back; errors too

A message is two lengths, a JSON header and a body. No pickle: a worker that a query has broken can
tell its service nothing but values.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import KgError, LimitReached, StoreError, UsageError
from kg.store.operations import (
    Check,
    Dataset,
    Delete,
    Dump,
    Fetch,
    Graphs,
    Load,
    Operation,
    Part,
    Put,
    Question,
    Render,
    Result,
    Size,
    Update,
    Wanted,
)

HEAD = struct.Struct(">II")
Header = dict[str, Any]
Message = tuple[Header, bytes]


class Stopped(LimitReached):
    """A query was stopped by time or memory; the same query later may do."""


# --- operations ---------------------------------------------------------------------------------


def _pack_render(operation: Render) -> Message:
    question, wanted = operation.question, operation.wanted
    header = {
        "dataset": [question.dataset.default, question.dataset.named],
        "default_graph": question.default_graph,
        "base_iri": question.base_iri,
        "wanted": [wanted.bindings, wanted.boolean, wanted.graph],
        "max_rows": operation.max_rows,
        "cut": operation.cut,
    }
    return header, question.text.encode()


def _unpack_render(header: Header, body: bytes) -> Render:
    question = Question(
        body.decode(), _dataset(header["dataset"]), header["default_graph"], header["base_iri"]
    )
    return Render(question, Wanted(*header["wanted"]), header["max_rows"], cut=header["cut"])


def _dataset(value: list[list[str]]) -> Dataset:
    return Dataset(*map(tuple, value))


def _pack_put(operation: Put) -> Message:
    places, at = [], 0
    for part in operation.parts:
        places.append([part.media_type, at, at + len(part.data)])
        at += len(part.data)
    header = {
        "graph": operation.graph,
        "parts": places,
        "replace": operation.replace,
        "base_iri": operation.base_iri,
    }
    return header, b"".join(part.data for part in operation.parts)


def _unpack_put(header: Header, body: bytes) -> Put:
    parts = tuple(Part(media, body[start:end]) for media, start, end in header["parts"])
    return Put(header["graph"], parts, header["replace"], header["base_iri"])


_PACK: Mapping[type[Operation[Any]], Callable[[Any], Message]] = {
    Render: _pack_render,
    Check: lambda o: ({"form": o.form, "base_iri": o.base_iri}, o.text.encode()),
    Fetch: lambda o: ({"graph": o.graph, "media": o.media_type}, b""),
    Graphs: lambda o: ({}, b""),
    Size: lambda o: ({}, b""),
    Dump: lambda o: ({}, b""),
    Update: lambda o: (
        {"dataset": [o.dataset.default, o.dataset.named], "base_iri": o.base_iri},
        o.text.encode(),
    ),
    Load: lambda o: ({"replace": o.replace, "forget": {g: [*p] for g, p in o.forget.items()}}, o.quads),
    Put: _pack_put,
    Delete: lambda o: ({"graph": o.graph}, b""),
}
_UNPACK: Mapping[str, Callable[[Header, bytes], Operation[Any]]] = {
    "Render": _unpack_render,
    "Check": lambda h, b: Check(b.decode(), h["form"], h["base_iri"]),
    "Fetch": lambda h, b: Fetch(h["graph"], h["media"]),
    "Graphs": lambda h, b: Graphs(),
    "Size": lambda h, b: Size(),
    "Dump": lambda h, b: Dump(),
    "Update": lambda h, b: Update(b.decode(), _dataset(h["dataset"]), h["base_iri"]),
    "Load": lambda h, b: Load(tuple(h["replace"]), h["forget"], b),
    "Put": _unpack_put,
    "Delete": lambda h, b: Delete(h["graph"]),
}


def pack(operation: Operation[Any]) -> Message:
    """Return an operation as a message."""
    header, body = _PACK[type(operation)](operation)
    return header | {"op": type(operation).__name__}, body


def unpack(header: Header, body: bytes) -> Operation[Any] | None:
    """Return the operation of a message; None where it is none of a store."""
    make = _UNPACK.get(header["op"])
    return make(header, body) if make else None


# --- outcomes -----------------------------------------------------------------------------------


def told(outcome: Any) -> Message:
    """Return an outcome as a message."""
    if not isinstance(outcome, Result):
        return {"value": outcome}, b""
    header = {"media": outcome.media_type, "rows": outcome.rows, "cut": outcome.cut}
    if outcome.path is not None:
        header["path"] = str(outcome.path)
    return header, outcome.body


def failed(error: KgError) -> Header:
    """Return an error as the header of a message."""
    return {"error": type(error).__name__, "zh": error.zh, "en": error.en}


def outcome(header: Header, body: bytes) -> Any:
    """Return what was told, or raise what was raised there."""
    if "error" in header:
        raise error_of(header)
    if "media" not in header:
        return header["value"]
    path = Path(header["path"]) if "path" in header else None
    return Result(header["media"], body, path, header["rows"], header["cut"])


def error_of(header: Header) -> KgError:
    """Return the error that a header tells."""
    from kg.store import evaluation, rendering

    kind, zh, en = header["error"], header["zh"], header["en"]
    known: dict[str, type[KgError]] = {
        "UsageError": UsageError,
        "LimitReached": Stopped,
        "StoreError": StoreError,
        "NotAcceptable": rendering.NotAcceptable,
        "CannotRun": evaluation.CannotRun,
        "TooManyRows": evaluation.TooManyRows,
    }
    if kind in known:
        return known[kind](zh, en)
    return StoreError(f"工作进程出错：{en}。", f"A worker failed: {en}.")
