"""Zip files and XML parts from strangers: bounded, without entities, without the network."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from kg.read import limits
from kg.read.refusals import broken, encrypted, unsafe


class Archive:
    """A zip whose parts are read one by one within the limits.

    The sizes that a zip declares are not believed: what comes out is counted.
    """

    def __init__(self, data: bytes, kind: str) -> None:
        self._kind = kind
        self._unpacked = 0
        # The number of entries is in the end record; zipfile would build them all first.
        end = data.rfind(b"PK\x05\x06")
        if end < 0:
            raise broken(kind)
        if data.count(b"PK\x01\x02") > limits.MAX_ENTRIES:
            raise limits.too_large("entries", limits.MAX_ENTRIES)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (
            zipfile.BadZipFile,
            ValueError,
            OSError,
            EOFError,
            NotImplementedError,
            UnicodeError,
        ) as error:
            raise broken(kind) from error
        if len(infos) > limits.MAX_ENTRIES:
            raise limits.too_large("entries", limits.MAX_ENTRIES)
        self._infos = {info.filename.lstrip("/").replace("\\", "/").lower(): info for info in infos}

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/").lower() in self._infos

    def names(self) -> list[str]:
        """Return the names of the parts, in lower case."""
        return list(self._infos)

    def entries(self) -> list[zipfile.ZipInfo]:
        """Return the entries as the zip lists them, for who writes it anew."""
        return list(self._infos.values())

    def part(self, name: str) -> bytes:
        """Return one part, unpacked."""
        info = self._infos.get(name.lstrip("/").lower())
        if info is None:
            raise broken(self._kind)
        if info.flag_bits & 1:
            raise encrypted(self._kind)
        allowed = min(limits.MAX_PART, limits.MAX_UNPACKED - self._unpacked)
        if info.compress_size:
            allowed = min(allowed, max(2**20, limits.MAX_RATIO * info.compress_size))
        try:
            with self._zip.open(info) as stream:
                data = stream.read(allowed + 1)
        except (
            zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError,
        ) as error:  # fmt: skip
            raise broken(self._kind) from error
        if len(data) > allowed:
            raise limits.too_large("unpacked", f"{allowed} bytes")
        self._unpacked += len(data)
        return data

    def xml(self, name: str) -> Any:
        """Return the root element of one part; a document type declaration is refused."""
        return parse_xml(self.part(name), self._kind)


def parse_xml(data: bytes, kind: str) -> Any:
    """Return the root of an XML part; entities, huge trees and deep nesting are refused."""
    from lxml import etree

    # A declaration comes before the root, within ASCII-compatible or UTF-16 bytes.
    head = data[:65536].replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise unsafe(kind)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower() and "excessive" in str(error).lower():
            raise limits.too_large("depth", limits.MAX_DEPTH) from error
        raise broken(kind) from error
    if root is None:
        raise broken(kind)
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise unsafe(kind)
    check_tree(root)
    return root


def check_tree(root: Any) -> None:
    """Refuse a tree that is too deep to walk or has too many nodes."""
    depth = nodes = 0
    from lxml import etree

    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            depth += 1
            nodes += 1
            if depth > limits.MAX_DEPTH:
                raise limits.too_large("depth", limits.MAX_DEPTH)
            if nodes > limits.MAX_NODES:
                raise limits.too_large("elements", limits.MAX_NODES)
        else:
            depth -= 1


def local(element: Any) -> str:
    """Return an element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
