"""The Reconciliation API, 0.2 and the 1.0 draft, as plain values: the routes only carry them.

    reconciler = Reconciler(Matcher(Entities.of_store(store)), store)
    reconciler.answer({"q0": {"query": "县发改委", "type": "Unit"}})

Identifiers are whole IRIs; types and properties are local names of ``kg:``. Scores run from 0 to
100, ``match`` is true only where one candidate is certain, and each reason stands as a feature.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar

from kg import vocab
from kg.errors import UsageError
from kg.link.entities import Entity, Kind
from kg.link.match import Condition, Matcher, kind_of_type
from kg.link.matches import Match
from kg.link.properties import PROPERTIES, TYPES, Property, property_of
from kg.link.suggest import Suggestions, told_property, type_of
from kg.names.normal import normal
from kg.store.base import XSD, Bindings, Iri, Store, Term, is_iri

Version = Literal["0.2", "1.0-draft"]
VERSIONS: tuple[Version, ...] = ("0.2", "1.0-draft")
MAX_QUERIES = 1000
MAX_IDS = 1000
MAX_LIMIT = 100
R = TypeVar("R")
_ROWS = 1_000_000

_PREFIXES = "".join(f"PREFIX {p}: <{vocab.PREFIXES[p]}>\n" for p in ("kg", "skos", "dcterms", "rdfs"))
_SETTING = {
    "type": "number",
    "default": 0,
    "label": "最多几个值 / Limit",
    "name": "limit",
    "help_text": "0：全部 / 0: all",
}


class Reconciler:
    """Answers the requests of both versions."""

    def __init__(self, matcher: Matcher, store: Store | None = None) -> None:
        self.matcher = matcher
        self.entities = matcher.entities
        self.base = matcher.entities.base
        self._store = store
        self.suggest = Suggestions(matcher, self.description)

    # --- manifest ---------------------------------------------------------------------------------

    def manifest(self, root: str, version: Version = "0.2") -> dict[str, Any]:
        """Return what the service offers; ``root`` is its public address without a slash at the end."""
        service = f"{root}/reconcile"
        common: dict[str, Any] = {
            "versions": list(VERSIONS),
            "name": "责任图谱 Zeren",
            "identifierSpace": self.base,
            "schemaSpace": vocab.KG,
            "documentation": f"{root}/docs",
            "view": {"url": f"{root}/resource/{{{{id}}}}"},
            "defaultTypes": [type_of(kind) for kind in TYPES],
        }
        if version != "0.2":
            setting = {"type": "number", "default": 0, "id": "limit", "name": _SETTING["label"]}
            return common | {
                "suggest": {"entity": True, "property": True, "type": True},
                "preview": {"width": 430, "height": 300},
                "extend": {"proposeProperties": True, "propertySettings": [setting]},
                "standardizedScore": True,
            }
        suggest = {
            what: {"service_url": service, "service_path": f"/suggest/{what}"}
            for what in ("entity", "property", "type")
        }
        for what in suggest:
            suggest[what] |= {
                "flyout_service_url": service,
                "flyout_service_path": f"/flyout/{what}?id=${{id}}",
            }
        return common | {
            "feature_view": {"url": f"{vocab.KGC}{{{{id}}}}"},
            "suggest": suggest,
            "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": 430, "height": 300},
            "extend": {
                "propose_properties": {"service_url": service, "service_path": "/properties"},
                "property_settings": [_SETTING],
            },
        }

    # --- queries ----------------------------------------------------------------------------------

    def answer(self, queries: Any) -> dict[str, Any]:
        """Answer a batch of version 0.2."""
        if not isinstance(queries, dict):
            raise _wrong("queries 应为 JSON 对象", "queries should be a JSON object")
        _at_most(len(queries), MAX_QUERIES)
        found = _each(queries.values(), lambda query: self._candidates(*_query(query)))
        return {
            str(key): {"result": []} | _failure(each) if isinstance(each, UsageError) else {"result": each}
            for key, each in zip(queries, found, strict=True)
        }

    def match(self, body: Any) -> dict[str, Any]:
        """Answer a batch of the 1.0 draft."""
        queries = body.get("queries") if isinstance(body, dict) else None
        if not isinstance(queries, list):
            raise _wrong("queries 应为数组", "queries should be an array")
        _at_most(len(queries), MAX_QUERIES)
        results: list[dict[str, Any]] = []
        for each in _each(queries, lambda query: self._candidates(*_draft_query(query))):
            if isinstance(each, UsageError):
                results.append({"candidates": []} | _failure(each))
                continue
            for candidate in each:
                for feature in candidate["features"]:
                    feature["name"] = feature["id"]
            results.append({"candidates": each})
        return {"results": results}

    def _candidates(
        self, name: str, kinds: Sequence[Kind], conditions: Sequence[Condition], limit: int
    ) -> list[dict[str, Any]]:
        if not name and conditions:
            return self._by_conditions(kinds, conditions, limit)
        found = self.matcher.find(name, kinds, conditions, limit)
        return [self._candidate(match) for match in found]

    def _by_conditions(
        self, kinds: Sequence[Kind], conditions: Sequence[Condition], limit: int
    ) -> list[dict[str, Any]]:
        """Answer a query of properties alone: what has them all, certain of none unless it is one."""
        found = []
        for kind in kinds or TYPES:
            for entity in self.entities.of_kind(kind):
                if all(_agrees(self.matcher.values(entity, c.name), c.values) for c in conditions):
                    found.append(entity)
        matches = [Match(e, 80.0, ("identifier",), certain=False) for e in found[:limit]]
        return [self._candidate(match) for match in matches]

    def _candidate(self, match: Match) -> dict[str, Any]:
        return {
            "id": self.base + match.entity.path,
            "name": match.entity.label[:200],
            "description": self.description(match.entity),
            "score": match.score,
            "match": match.certain,
            "type": [{"id": TYPES[match.entity.kind][0], "name": TYPES[match.entity.kind][1]}],
            "features": [{"id": reason, "value": reason != "contradicted"} for reason in match.reasons],
        }

    def description(self, entity: Entity) -> str:
        """Return one line that tells an entity from its namesakes."""
        said = [TYPES[entity.kind][1]]
        if entity.full and entity.full != entity.label:
            said.append(entity.full)
        for key in ("kind", "level"):
            for value in entity.values.get(key, ()):
                said += self.matcher.code_labels.get(value, ())[:1]
        for key in ("place", "within"):
            said += [
                other.label
                for value in entity.values.get(key, ())
                if (other := self.entities.by_path.get(value)) is not None
            ]
        if code := entity.first("code"):
            said.append(code)
        return " · ".join(dict.fromkeys(said))

    def propose(self, kind: str | None, limit: int = 0) -> dict[str, Any]:
        """Return the properties that can be fetched for a type."""
        wanted = kind_of_type(kind) if kind else None
        found = [told_property(p) for p in PROPERTIES if wanted is None or wanted in p.kinds]
        answer: dict[str, Any] = {"properties": found[:limit] if limit else found}
        if kind:
            answer["type"] = kind
        if limit:
            answer["limit"] = limit
        return answer

    def entity(self, name: str) -> Entity | None:
        """Return the entity of an identifier that this service gave."""
        return self.entities.get(name)

    # --- extension --------------------------------------------------------------------------------

    def extend(self, query: Any, version: Version = "0.2") -> dict[str, Any]:
        """Return the values of properties for entities."""
        if not isinstance(query, dict) or not isinstance(query.get("ids"), list):
            raise _wrong("extend 应有 ids 与 properties", "extend should have ids and properties")
        ids = [str(each) for each in query["ids"]]
        _at_most(len(ids), MAX_IDS)
        wanted = _wanted(query.get("properties") or ())
        iris = {each: self.base + each.removeprefix(self.base) for each in ids}
        columns = {key: self._values(prop, set(iris.values())) for key, prop, _ in wanted if prop}
        blank: list[dict[str, Any]] = [{}] if version == "0.2" else []
        rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for each in ids:
            row = rows[each] = {}
            for key, _, limit in wanted:
                values = columns.get(key, {}).get(iris[each], [])
                row[key] = values[: limit or None] or blank
        meta = [_meta(key, prop) for key, prop, _ in wanted]
        if version == "0.2":
            return {"meta": meta, "rows": rows}
        listed = [
            {"id": each, "properties": [{"id": key, "values": values} for key, values in row.items()]}
            for each, row in rows.items()
        ]
        return {"meta": meta, "rows": listed}

    def _values(self, prop: Property, iris: set[str]) -> dict[str, list[dict[str, Any]]]:
        if self._store is None:
            return {}
        values = " ".join(f"<{iri}>" for iri in sorted(iris) if is_iri(iri))
        if not values:
            return {}
        about = f"VALUES ?s {{ {values} }} ?s {prop.path} ?v"
        asked = f"SELECT DISTINCT ?s (?v AS ?o) WHERE {{ {about} }} ORDER BY ?s ?o"
        if prop.count:
            asked = f"SELECT ?s (COUNT(DISTINCT ?v) AS ?o) WHERE {{ {about} }} GROUP BY ?s"
        answer = self._store.query(_PREFIXES + asked, default_graph="union", max_rows=_ROWS)
        assert isinstance(answer, Bindings)
        rows = [(s, o) for s, o in answer.rows if s is not None and o is not None]
        names = self._names({o.value for _, o in rows if isinstance(o, Iri)})
        found: dict[str, list[dict[str, Any]]] = {}
        for s, o in rows:
            found.setdefault(s.value, []).append(_told(o, names))
        return found

    def _names(self, iris: Iterable[str]) -> dict[str, str]:
        names: dict[str, str] = {}
        for iri in iris:
            entity = self.entities.by_path.get(iri.removeprefix(self.base))
            label = entity.label if entity else next(iter(self.matcher.code_labels.get(iri, ())), None)
            names[iri] = label or iri.rstrip("/").replace("#", "/").rpartition("/")[2]
        return names


def _told(term: Term, names: Mapping[str, str]) -> dict[str, Any]:
    if isinstance(term, Iri):
        return {"id": term.value, "name": names[term.value]}
    datatype = getattr(term, "datatype", "")
    if datatype == XSD + "integer":
        return {"int": int(term.value)}
    if datatype in (XSD + "decimal", XSD + "double"):
        return {"float": float(term.value)}
    if datatype == XSD + "date":
        return {"date": f"{term.value}T00:00:00Z"}
    return {"str": term.value}


def _each(queries: Iterable[Any], answer: Callable[[Any], R]) -> list[R | UsageError]:
    """Answer the members of a batch; a wrong one fails alone.

    Raises:
        UsageError: all of them are wrong.
    """
    found: list[R | UsageError] = []
    for query in queries:
        try:
            found.append(answer(query))
        except UsageError as error:
            found.append(error)
    wrong = [each for each in found if isinstance(each, UsageError)]
    if wrong and len(wrong) == len(found):
        raise wrong[0]
    return found


def _failure(error: UsageError) -> dict[str, str]:
    return {"error": str(error)}


# --- reading queries --------------------------------------------------------------------------------


def read_json(text: str) -> Any:
    """Return the value of a JSON text.

    Raises:
        UsageError: it is none.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong("不是合法的 JSON", "that is no JSON") from error


def _query(query: Any) -> tuple[str, tuple[Kind, ...], tuple[Condition, ...], int]:
    if not isinstance(query, dict):
        raise _wrong("每个查询应为 JSON 对象", "each query should be a JSON object")
    name = query.get("query", "")
    if not isinstance(name, str | int | float):
        raise _wrong("query 应为文字", "query should be text")
    types = query.get("type") or []
    kinds = _kinds([types] if isinstance(types, str) else types)
    conditions = []
    for entry in query.get("properties") or ():
        if not isinstance(entry, dict) or "pid" not in entry or "v" not in entry:
            raise _wrong("properties 的每一项要有 pid 与 v", "each of properties needs pid and v")
        if condition := _condition(str(entry["pid"]), entry["v"]):
            conditions.append(condition)
    if "query" not in query and not conditions:
        raise _wrong("查询要有 query 或 properties", "a query needs query or properties")
    return str(name), kinds, tuple(conditions), _limit_of(query, 5)


def _draft_query(query: Any) -> tuple[str, tuple[Kind, ...], tuple[Condition, ...], int]:
    if not isinstance(query, dict) or not isinstance(query.get("conditions"), list):
        raise _wrong("每个查询要有 conditions", "each query needs conditions")
    name, conditions = "", []
    for entry in query["conditions"]:
        if not isinstance(entry, dict) or "propertyValue" not in entry:
            raise _wrong("每个条件要有 propertyValue", "each condition needs propertyValue")
        value = entry["propertyValue"]
        if entry.get("matchType") in ("name", "id"):
            first = value[0] if isinstance(value, list) and value else value
            name = str(first.get("id", "") if isinstance(first, dict) else first)
        elif condition := _condition(str(entry.get("propertyId", "")), value):
            conditions.append(condition)
    types = query.get("type")
    return name, _kinds([types] if types else []), tuple(conditions), _limit_of(query, 5)


def _kinds(names: Any) -> tuple[Kind, ...]:
    if not isinstance(names, list):
        raise _wrong("type 应为文字或数组", "type should be text or an array")
    asked = [str(n.get("id", "")) if isinstance(n, dict) else str(n) for n in names]
    found = [kind for name in asked if (kind := kind_of_type(name))]
    if asked and not found:
        raise _wrong(
            f"没有类型 {asked[0][:60]!r}，可用 {'、'.join(t[0] for t in TYPES.values())}",
            f"there is no type {asked[0][:60]!r}; there are {', '.join(t[0] for t in TYPES.values())}",
        )
    return tuple(dict.fromkeys(found))


def _condition(name: str, value: Any) -> Condition | None:
    """Return a condition; a property that is not ours constrains nothing."""
    prop = property_of(name)
    values = value if isinstance(value, list) else [value]
    texts = [str(v.get("id") or v.get("name", "")) if isinstance(v, dict) else str(v) for v in values]
    texts = [text for text in texts if text.strip()]
    return Condition(prop.key, tuple(texts)) if prop and texts else None


def _agrees(values: Sequence[str], wanted: Sequence[str]) -> bool:
    known = {normal(value).casefold() for value in values}
    return any(normal(value).casefold() in known for value in wanted)


def _wanted(properties: Iterable[Any]) -> list[tuple[str, Property | None, int]]:
    """Return the properties that an extension asks for: key, property of ours, most values (0: all)."""
    wanted = []
    for entry in properties:
        if not isinstance(entry, dict) or "id" not in entry:
            raise _wrong("每个 property 要有 id", "each property needs an id")
        key = str(entry["id"])
        wanted.append((key, property_of(key), _limit_of(entry)))
    return wanted


def _meta(key: str, prop: Property | None) -> dict[str, Any]:
    """Describe a column of an extension."""
    entry: dict[str, Any] = {"id": key, "name": prop.label if prop else key}
    return entry | ({"type": type_of(prop.target)} if prop and prop.target else {})


def _limit_of(query: Mapping[str, Any], default: int = 0) -> int:
    settings = query.get("settings")
    value = settings.get("limit", default) if isinstance(settings, dict) else query.get("limit", default)
    try:
        number = int(float(value))
    except (TypeError, ValueError, OverflowError) as error:
        raise _wrong("limit 应为整数", "limit should be a whole number") from error
    return max(0, min(number, MAX_LIMIT)) or default


def _at_most(number: int, limit: int) -> None:
    if number > limit:
        raise _wrong(f"一次最多 {limit} 个", f"at most {limit} at once")


def _wrong(zh: str, en: str) -> UsageError:
    return UsageError(f"对齐请求有误：{zh}。", f"The reconciliation request is wrong: {en}.")
