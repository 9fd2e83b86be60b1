"""The types and properties that clients of the Reconciliation API may ask for, or fetch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.link.entities import Kind

TYPES: Mapping[Kind, tuple[str, str, str]] = {
    "unit": ("Unit", "单位", "Unit"),
    "place": ("Place", "地区", "Place"),
    "leader": ("Leader", "领导", "Leader"),
    "indicator": ("Indicator", "指标", "Indicator"),
    "task": ("Task", "任务", "Task"),
    "group": ("StandingGroup", "单位集合", "Collective"),
}


@dataclass(frozen=True, slots=True)
class Property:
    """What can be asked of a candidate, or fetched for it."""

    key: str
    label: str
    label_en: str
    kinds: tuple[Kind, ...]
    path: str  # of SPARQL, from the entity
    target: Kind | None = None
    count: bool = False  # how many there are, not which


_USES = "^dcterms:isVersionOf"  # from a standing collective to what each notice means by it
PROPERTIES: tuple[Property, ...] = (
    Property("fullName", "全称", "Full name", ("unit",), "skos:prefLabel"),
    Property("otherName", "其他名称", "Other name", ("unit",), "skos:altLabel"),
    Property("kind", "类别", "Kind", ("unit",), "kg:kind"),
    Property("place", "服务地区", "Area served", ("unit",), "kg:jurisdiction", "place"),
    Property("placeCode", "服务地区代码", "Code of the area served", ("unit",), "kg:jurisdiction/kg:code"),
    Property("partOf", "上级单位", "Parent body", ("unit",), "kg:partOf", "unit"),
    Property("identifier", "统一社会信用代码", "Unified social credit code", ("unit",), "dcterms:identifier"),
    Property("member", "成员", "Member", ("group",), f"{_USES}/kg:member", "unit"),
    Property(
        "items", "涉及事项数", "Items it answers for", ("unit", "group"),
        f"^kg:involvedUnit|{_USES}/^kg:responsibleUnit", count=True,
    ),
    Property(
        "leads", "牵头事项数", "Items it leads", ("unit", "group"),
        f"^kg:leadUnit|{_USES}/^kg:leadUnit", count=True,
    ),
    Property("exactMatch", "同一事物", "Same as", ("unit", "place", "indicator"), "skos:exactMatch"),
    Property("code", "区划代码", "Division code", ("place",), "kg:code"),
    Property("level", "级别", "Level", ("place",), "kg:level"),
    Property("within", "上级地区", "Lies in", ("place",), "kg:within", "place"),
    Property("post", "职务", "Post", ("leader",), "^kg:leader/kg:post"),
    Property("tasks", "牵头任务数", "Tasks led", ("leader",), "^kg:ledBy", count=True),
    Property("targets", "目标数", "Targets", ("indicator",), "^kg:indicator", count=True),
    Property("number", "序号", "Number", ("task",), "kg:numberText"),
    Property(
        "notice", "通知", "Notice", ("task", "group"),
        f"kg:inNotice|{_USES}/^kg:responsibleUnit/kg:inNotice",
    ),
    Property("leader", "领导", "Leader", ("task",), "kg:ledBy", "leader"),
    Property("unit", "责任单位", "Body that answers for it", ("task",), "kg:responsibleUnit", "unit"),
    Property("deadline", "期限", "Deadline", ("task",), "kg:deadline"),
    Property("theme", "主题", "Theme", ("task",), "kg:theme"),
)  # fmt: skip
_BY_KEY = {prop.key: prop for prop in PROPERTIES}
_ALIASES = {
    "jurisdiction": "place", "district": "place", "区划": "place", "地区": "place", "类别": "kind",
    "prefLabel": "fullName", "altLabel": "otherName", "parent": "partOf",
}  # fmt: skip


def property_of(name: str) -> Property | None:
    """Return the property of a local name, a prefixed name, an IRI or a Chinese word."""
    local = name.strip().rpartition("#")[2].rpartition("/")[2].removeprefix("kg:").rpartition(":")[2]
    return _BY_KEY.get(local) or _BY_KEY.get(_ALIASES.get(local, "")) or next(
        (prop for prop in PROPERTIES if local in (prop.label, prop.label_en)), None
    )  # fmt: skip
