"""Somebody's own code list, or the result of a query, as a linkset in SSSOM with its justification.

    write_linkset(Path("wikidata.csv"), Path("places.sssom.tsv"), column="itemLabel", identifier="item",
                  prefix=("wikidata", "http://www.wikidata.org/entity/"), kinds=("place",))

The names are found as ``kg link`` finds them. A row that is certain becomes a link with the way it was
found; what is doubtful or not found becomes none: nothing is guessed. The columns are those of
``data/links``, whose reader reads it.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from kg import vocab
from kg.errors import InputError, UsageError
from kg.link.entities import Entities, Kind
from kg.link.linker import Summary
from kg.link.sheets import rows_of
from kg.link.table import link_file
from kg.store.base import is_iri

_COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label",
            "mapping_justification", "confidence", "comment")  # fmt: skip
_CERTAIN = Decimal(100)


def write_linkset(
    source: Path,
    target: Path,
    *,
    column: str,
    identifier: str,
    prefix: tuple[str, str],
    kinds: Sequence[Kind],
    place: str | None = None,
    title: str | None = None,
    entities: Entities | None = None,
    day: date | None = None,
) -> Summary:
    """Write the linkset of a table; return how its names were found.

    Args:
        source: A CSV or XLSX file with a heading.
        target: The ``.sssom.tsv`` to write.
        column: The heading of the names.
        identifier: The heading of their identifiers: IRIs, or codes below the prefix.
        prefix: Name and IRI of what the identifiers begin with.
        kinds: The types that the names are of.
        place: The place that the table is about.
        title: Of the linkset; the file's name unless given.
        entities: What names are linked to; the registry unless given.
        day: Of the mapping; none is written unless given.

    Raises:
        UsageError: a column or prefix is none.
        InputError: an identifier is not below the prefix.
    """
    name, start = prefix
    if not name.isidentifier() or not is_iri(start):
        raise UsageError(
            f"前缀 {name}={start} 不对，应形如 wikidata=http://www.wikidata.org/entity/。",
            f"The prefix {name}={start} is none; write it like wikidata=http://www.wikidata.org/entity/.",
        )
    with tempfile.TemporaryDirectory() as folder:
        linked = Path(folder) / f"linked{source.suffix}"
        done = link_file(source, linked, column=column, kinds=kinds, place=place, entities=entities)
        rows = list(rows_of(linked))
    heading = [cell.strip() for cell in rows[0]]
    if identifier not in heading:
        known = "、".join(heading[:-6])
        raise UsageError(
            f"表中没有“{identifier}”一列；有：{known}。",
            f"The table has no column {identifier!r}; it has: {known}.",
        )
    links = [
        link
        for row in rows[1:]
        if (link := _link(dict(zip(heading, row, strict=False)), column, identifier, prefix))
    ]
    head = _head(title or source.stem, name, start, day)
    with target.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"#{line}\n" for line in head)
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(dict.fromkeys(links))
    return done


def _link(
    row: dict[str, str], column: str, identifier: str, prefix: tuple[str, str]
) -> tuple[str, ...] | None:
    """Return the link of a row; None where its name is not certain or it has no identifier."""
    ours, theirs = row.get("iri", ""), row.get(identifier, "").strip()
    if not ours or not theirs:
        return None
    name, start = prefix
    local = theirs.removeprefix(start)
    if not is_iri(start + local) or "://" in local:
        raise InputError(
            f"标识“{theirs}”不在 {start} 之下。", f"The identifier {theirs!r} is not below {start}."
        )
    score, printed, reason = Decimal(row["score"]), row.get(column, ""), row["reason"]
    return (
        f"zeren:{ours.removeprefix(vocab.BASE)}",
        row["label"],
        "skos:exactMatch" if score == _CERTAIN else "skos:closeMatch",
        f"{name}:{local}",
        printed,
        "semapv:LexicalMatching",
        f"{score / 100:f}",
        f"名称“{printed}”：{reason} / by the name “{printed}”: {reason}",
    )


def _head(title: str, name: str, start: str, day: date | None) -> list[str]:
    curies = {"zeren": vocab.BASE, "skos": vocab.PREFIXES["skos"], name: start}
    return [
        f"mapping_set_title: {title}",
        *([f'mapping_date: "{day.isoformat()}"'] if day else []),
        "curie_map:",
        *(f"  {key}: {value}" for key, value in curies.items()),
        "  semapv: https://w3id.org/semapv/vocab/",
    ]
