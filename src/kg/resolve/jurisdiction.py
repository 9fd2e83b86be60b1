"""Whose notice it is: the place that the issuer, the title or the head of the text names."""

from __future__ import annotations

import re

from kg.model import Place
from kg.registry.places import COUNTRY, Places, invented
from kg.registry.places import places as all_places

_LEVELS = r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|开发区|高新区|新区|省|市|州|盟|县|区|旗)"
_NAME = rf"[一-龥]{{1,12}}?{_LEVELS}"
_BODY = (
    r"(?=人民政府|政府|委员会|委办公室|委办公厅|委(?![一-龥])"
    r"|人大|政协|党委|管委会|管理委员会|[一-龥]{2,12}(?:局|厅|委|办公室|领导小组|指挥部))"
)
_ISSUER = re.compile(rf"^(?:中共|中国共产党)?((?:{_NAME})+?){_BODY}")
_NAMED = re.compile(
    rf"(?:^|(?<=[^一-龥])|(?<=印发)|(?<=转发)|(?<=批转)|(?<=关于)|(?<=中共))"
    rf"({_NAME})(?=人民政府|政府|委员会|委办公室)",
    re.MULTILINE,
)
# 附件 澜屿区2009年…: a heading that begins with the place and the year.
_DATED = re.compile(rf"^(?:附件\d*[:：]?)?({_NAME})(?=\d{{4}}年)", re.MULTILINE)
_LEADING = re.compile(r"^.*(?:印发|转发|批转|关于|发布|附件|机构|年度|年)")
_PARTS = re.compile(_NAME)


def jurisdiction_of(
    issuer: str | None, title: str | None, content_head: str, tables: Places | None = None
) -> Place | None:
    """Return the place of a notice, None where no text names one (区人民政府办公室).

    The issuer says it best, then the title, then the first lines. A name that several places bear
    is told apart by a superior that the head names; a name that none bears is a place of no code.
    """
    tables = tables or all_places()
    head = "\n".join(part for part in (issuer, title, content_head) if part)
    for text in (issuer, title, content_head):
        if not text:
            continue
        joined = re.sub(r"[ \t　]+", "", text)
        if re.match(r"(?:中共中央|国务院|中华人民共和国)", joined):
            return tables.by_code(COUNTRY)
        if (match := _ISSUER.match(joined)) and (place := _place(_LEADING.sub("", match[1]), head, tables)):
            return place
        for match in (*_NAMED.finditer(joined), *_DATED.finditer(joined)):
            if place := _place(_LEADING.sub("", match[1]), head, tables):
                return place
        if text is not issuer and re.search(r"^国务院", joined, re.MULTILINE):
            return tables.by_code(COUNTRY)
    return None


def _place(name: str, head: str, tables: Places) -> Place | None:
    """Return the place of a name that may begin with its superiors (浙江省舟山市嵊泗县)."""
    found = tables.find(name)
    if name.startswith("各"):
        return None  # 各地级以上市 is no place
    parts = [name] if any(p.name == name for p in found) else _PARTS.findall(name)
    if not parts or (len(parts[-1]) < 3 and not tables.find(parts[-1])):
        return None
    above: Place | None = None
    for part in parts[:-1]:
        above = next((p for p in tables.find(part, above) if p.name == part), above)
    last = parts[-1]
    if len(last) < 2:
        return None
    bearers = [p for p in tables.find(last, above) if p.name == last and p.level != "township"]
    if len(bearers) > 1:
        bearers = [p for p in bearers if _superior_named(p, head, tables)] or bearers
    if len(bearers) == 1:
        return bearers[0]
    return invented(last)


def _superior_named(place: Place, head: str, tables: Places) -> bool:
    return any(
        above.name in head or any(len(n) > 1 and n in head for n in tables.short_names(above.code or ""))
        for above in tables.chain(place)[1:-1]
    )
