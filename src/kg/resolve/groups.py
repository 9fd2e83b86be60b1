"""Sets of bodies: 各乡镇人民政府, 县属有关部门, …成员单位, and who belongs to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.identity import group_path
from kg.model import Place, UnitGroup
from kg.names.normal import normal
from kg.registry.places import Places

_AREA = "乡|镇|街道|街办|县|市|区|旗|州|盟|新区|功能区|开发区|园区"
_COLLECTIVE = re.compile(
    "|".join(
        (
            r"^各|^(?:其他|其它|有关|相关|全体|所有|涉及)",
            rf"各(?:{_AREA}|部门|单位|专班|专委|级|相关|有关|责任|成员|业务|直属|垂管|国有|企业|科室|委办局|办局|党|地|村|社区|学校|银行)",
            r"(?:有关|相关)(?:部门|单位|企业|县|市|区|乡|镇|街道|责任|局|委|职能|金融|高校|地区|机构|国企|公司|处室)",
            r"成员单位$|责任单位$|主管单位$|牵头单位$",
            r"等(?:有关|相关|部门|单位|地|各|市|县|区|乡镇|街道)",
            r"(?:部门|单位)(?:（.*）)?$",
            rf"^(?:{_AREA}|乡镇|镇街|县区|区县|县市|市县|县市区)(?:[（、].*|)(?:人民政府|政府|管委会|办事处|街道办)?$",
            r"^(?:乡镇|镇街|街镇|县区|区县|市县|县市区|功能区|开发区|园区)(?:人民政府|政府|管委会|办事处)?(?:（.*）)?$",
            r"^(?:中央|省|市|县|区|州|国)?(?:属|直|级|管|有)(?:国有|重点)?(?:企业|国企|院校|高校|医疗机构|学校|医院|公司)$",
            r"^(?:金融机构|银行机构|保险机构|行业协会|通信运营商|运营商|国有企业|在.企业)$",
            r"^(?:市|县|区|省)?(?:乡镇|镇街|街道|乡镇街道|乡镇（街道）|镇（街道）)$",
        )
    )
)
_TOWNSHIPS = re.compile(r"乡|镇|街道|街办|苏木")
_GOVERNMENTS = re.compile(r"^各.*?(?:县|市|区|旗|州|盟)")
# 各县（区）政府 is a set of places; 各市级部门 and 各区直单位 are departments.
_NOT_PLACES = re.compile(
    r"[市县区省州](?:直|级|属|政府直属|政府各|委各|政府(?:有关|相关))|部门|单位|局|专班|中心|企业|新区"
)


@dataclass(frozen=True, slots=True)
class Members:
    """The places whose governments a collective means, and whether these are all it means."""

    places: tuple[Place, ...]
    complete: bool


NOBODY = Members((), False)


def is_collective(form: str) -> bool:
    """Return whether a mention in its normal form is a set of bodies."""
    return bool(_COLLECTIVE.search(form))


def members(form: str, jurisdiction: Place | None, tables: Places) -> Members:
    """Return the members that the tables of divisions know."""
    if jurisdiction is None or jurisdiction.code is None or not form.startswith(("各", "全")):
        return NOBODY
    extra = bool(re.search(r"新区|功能区|开发区|园区|管委会|等|有关|相关", form))
    if _NOT_PLACES.search(form.replace("（新区）", "")) and not _TOWNSHIPS.search(form):
        return NOBODY
    if _TOWNSHIPS.search(form) and not re.search(r"部门|单位|成员", form):
        return _townships(form, jurisdiction, tables, extra)
    if _GOVERNMENTS.search(form) and jurisdiction.level in ("city", "province"):
        return _divisions(form, jurisdiction, tables, extra)
    return NOBODY


def _townships(form: str, place: Place, tables: Places, extra: bool) -> Members:
    assert place.code
    if place.level not in ("county", "zone") and tables.children(place.code, "county"):
        return NOBODY
    endings = [e for e, sign in (("乡", "乡"), ("苏木", "乡"), ("镇", "镇")) if sign in form]
    if "街" in form:
        endings += ["街道", "街道办事处"]
    found = tuple(t for t in tables.townships(place.code) if t.name.endswith(tuple(endings)))
    return Members(found, bool(found) and not extra)


def _divisions(form: str, place: Place, tables: Places, extra: bool) -> Members:
    assert place.code
    found: list[Place] = []
    if place.level == "province" and re.search(r"市|州|盟", form):
        found += tables.children(place.code, "city")
    if place.level == "city" or re.search(r"县|区|旗", form):
        found += tables.children(place.code, "county")
    return Members(tuple(found), bool(found) and not extra)


def unit_group(
    label: str, notice: str, owner: str | None, units: tuple[str, ...], complete: bool
) -> UnitGroup:
    """Return the collective as one notice uses it, a version of its place's standing one.

    ``label`` is shown as printed; what is the same to a reader has one path.
    """
    form = normal(label)
    standing = group_path(owner, form) if owner else None
    return UnitGroup(group_path(notice, form), label, units, complete, standing)
