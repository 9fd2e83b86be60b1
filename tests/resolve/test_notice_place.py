"""The place and the IRI of a whole notice: as of its day, and its own alone."""

from kg.emit import as_json, quads
from kg.identity import notice_path
from kg.pipeline import convert
from kg.resolve.jurisdiction import Head, jurisdiction_of
from tests.resolve.test_jurisdiction import ROWS

NOTICE = (
    "{place}人民政府办公室文件\n{number}\n{place}人民政府办公室关于印发{year}年重点工作责任分解的通知\n"
    "各街道办事处，区政府各部门：\n《{year}年重点工作责任分解》已经同意，现印发给你们。\n"
    "{place}人民政府办公室\n{year}年3月2日\n{year}年重点工作责任分解\n"
    "一、张三牵头重点工作\n1.新增停车位300个，推进江干区改造。\n责任单位：区财政局\n"
)


def notice(place, number="政办发〔2018〕5号", year=2018):
    return convert(NOTICE.format(place=place, number=number, year=year).encode())


def test_a_notice_of_a_division_that_is_gone():
    found = notice("江干区", "江政办发〔2018〕5号")
    said = as_json(found)["notice"]
    assert (said["jurisdiction"], said["jurisdictionCode"]) == ("江干区", "330104")
    assert said["iri"].rpartition("/")[2].startswith("330104-2018-")
    triples = {(s, p, o) for s, p, o, _ in quads(found)}
    place = "<https://w3id.org/zeren/place/330104>"
    until = '"2021-04"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    assert (place, "<https://w3id.org/zeren/ontology#until>", until) in triples
    replaced = "<http://purl.org/dc/terms/isReplacedBy>"
    after = {o for s, p, o in triples if (s, p) == (place, replaced)}
    assert after == {f"<https://w3id.org/zeren/place/{code}>" for code in ("330102", "330114")}
    # What it became is described where it is named.
    labels = {s for s, p, o in triples if p.endswith("rdf-schema#label>")}
    assert after <= labels


def test_two_governments_without_a_code_and_with_one_number_are_two_notices():
    one, other = notice("澜屿市"), notice("云栖市")
    assert one.iri != other.iri
    assert one.former == other.former  # what both were called before
    assert one.iri == notice("澜屿市").iri
    former = f"<https://w3id.org/zeren/{one.former}>"
    replaced = "<http://purl.org/dc/terms/isReplacedBy>"
    assert (former, replaced, f"<https://w3id.org/zeren/{one.iri}>") in {
        (s, p, o) for s, p, o, _ in quads(one)
    }


def test_the_notice_of_a_known_place_has_no_former_name():
    assert notice("岱山县").former is None


def test_a_hundred_former_divisions_are_those_of_the_day_with_iris_of_their_own():
    rows = [row for row in ROWS if row[0] == "former"]
    found = {}
    for _, issuer, _, _, _, day, name, code in rows:
        place = jurisdiction_of(Head((issuer,), day=day)).place
        assert (place.name, place.code) == (name, code)
        assert place.until
        assert place.until[:4] >= day[:4]
        assert place.successors
        found[code, name] = place.iri
    assert len(set(found.values())) == len(found) == len(rows) >= 100


def test_notices_of_unknown_places_never_share_an_iri():
    def path(division, issuer, title="关于印发方案的通知", number="政办发〔2018〕5号", issued="2018-03-02"):
        return notice_path(division, 2018, number, issuer, title, issued, "正文")

    assert path("330922", "甲") == path("330922", "乙")  # a division's number is enough
    assert path(None, "甲市人民政府") != path(None, "乙市人民政府")
    assert path(None, None, "甲") != path(None, None, "乙")
    assert path(None, "甲", number=None) != path(None, "乙", number=None)


def test_places_of_one_name_that_nothing_tells_apart_are_not_one():
    one, other = notice("鼓楼区", "甲政办发〔2018〕5号"), notice("鼓楼区", "乙政办发〔2018〕6号")
    assert one.places[one.jurisdiction].code is other.places[other.jurisdiction].code is None
    assert one.jurisdiction != other.jurisdiction
    assert not {u.iri for u in one.units.values()} & {u.iri for u in other.units.values()}
    # A name that one place bears stays one, in every notice.
    assert (
        notice("澜屿市", "甲政办发〔2018〕5号").jurisdiction
        == notice("澜屿市", "乙政办发〔2018〕6号").jurisdiction
    )


def test_townships_of_one_name_in_two_unknown_counties_are_two_places():
    text = NOTICE.replace("责任单位：区财政局", "责任单位：县财政局、新城镇人民政府")
    one, other = (
        convert(text.format(place=place, number=f"政办发〔2018〕{n}号", year=2018).encode())
        for n, place in enumerate(("澜屿县", "云栖县"), 5)
    )
    towns = [next(p for p in n.places.values() if p.name == "新城镇") for n in (one, other)]
    assert towns[0].iri != towns[1].iri
    assert [t.parent for t in towns] == [one.jurisdiction, other.jurisdiction]
    assert not {u.iri for u in one.units.values()} & {u.iri for u in other.units.values()}


def test_an_unknown_county_lies_in_an_unknown_city_but_in_no_county():
    text = NOTICE.replace("责任单位：区财政局", "责任单位：新屿区财政局")

    def lies_in(place, number):
        found = convert(text.format(place=place, number=number, year=2018).encode())
        return found.jurisdiction, next(p.parent for p in found.places.values() if p.name == "新屿区")

    city, parent = lies_in("澜屿市", "澜政办发〔2018〕5号")
    assert parent == city
    for number, county in (("澜政办发〔2018〕6号", "澜屿县"), ("嵊政办发〔2018〕6号", "嵊泗县")):
        assert lies_in(county, number)[1] is None


def test_letters_of_former_divisions_are_those_of_the_day():
    """The whole way: the title, its number, who signs and when; where a row gives no number, all have one."""
    rows = [row for row in ROWS if row[0] == "former"]
    assert sum(bool(row[2] and row[3]) for row in rows) >= 20
    found = set()
    for _, issuer, title, number, _, day, name, code in rows:
        year, month, date = (int(part) for part in day.split("-"))
        letter = (
            f"{number or f'政发〔{year}〕5号'}\n{title or f'{issuer}关于印发重点工作责任分解的通知'}\n"
            f"各单位：\n现印发给你们。\n{issuer}\n{year}年{month}月{date}日\n"
            "重点工作责任分解\n1.新建公园3座。\n责任单位：财政局\n"
        )
        said = as_json(convert(letter.encode()))["notice"]
        assert (said["jurisdiction"], said["jurisdictionCode"], said["issued"]) == (name, code, day)
        found.add(said["iri"])
    assert len(found) == len(rows) >= 100
