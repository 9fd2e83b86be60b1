"""How a printed list of bodies is cut, and which verb each of them shares."""

import pytest

from kg.extract.unit_lists import as_printed, clauses, cut, cut_list, role_of
from kg.parse.lines import EMPTY, Line, clean


def line(text: str) -> Line:
    return clean(text, 0, len(text))


def names(text: str) -> list[str]:
    return [part.text for part in cut_list(line(text))]


def read(text: str) -> list[list[str]]:
    """Return the clauses; a marked body begins with a star, its verb stands behind a colon."""
    return [
        [("*" if p.marked else "") + p.line.text + (f":{p.verb}" if p.verb else "") for p in clause]
        for clause in clauses(line(text))
    ]


@pytest.mark.parametrize(
    ("verb", "role"),
    [("牵头", "lead"), ("主办", "lead"), ("配合", "support"), ("指导", "support"), ("负责", "responsible")],
)
def test_roles(verb: str, role: str) -> None:
    assert role_of(verb) == role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "县财政局、县税务局，县审计局；县教育局。",
            ["县财政局", "县税务局", "县审计局", "县教育局"],
            id="marks",
        ),
        pytest.param("县财政局/县税务局|县审计局", ["县财政局", "县税务局", "县审计局"], id="strokes"),
        pytest.param("各县、区政府、县财政局", ["各县、区政府", "县财政局"], id="one set of two levels"),
        pytest.param("各省、自治区、直辖市人民政府", ["各省、自治区、直辖市人民政府"], id="one set of three"),
        pytest.param(
            "各县（市）、区、县财政局", ["各县（市）、区", "县财政局"], id="a level with its bracket"
        ),
        pytest.param("县财政局、区政府", ["县财政局", "区政府"], id="a body before a level"),
        pytest.param(
            "县财政局，市直有关部门、单位",
            ["县财政局", "市直有关部门、单位"],
            id="one set of departments and offices",
        ),
        pytest.param("市直有关部门、县财政局", ["市直有关部门", "县财政局"], id="a body behind a set"),
        pytest.param("县财政局、单位", ["县财政局", "单位"], id="a body before a bare word"),
        pytest.param(
            "厅公路处，各市(州) 交通运输局", ["厅公路处", "各市(州)交通运输局"], id="a gap within a set"
        ),
        pytest.param("各县（市） 县财政局", ["各县（市）", "县财政局"], id="a gap behind a set"),
        pytest.param("各县、财政局", ["各县", "财政局"], id="a level before a body"),
        pytest.param(
            "县财政局（县国资委、县金融办）、县税务局",
            ["县财政局（县国资委、县金融办）", "县税务局"],
            id="brackets",
        ),
        pytest.param("县财政局 县税务局", ["县财政局", "县税务局"], id="blanks"),
        pytest.param(
            "县财政局（国资委） 县税务局", ["县财政局（国资委）", "县税务局"], id="a blank behind a bracket"
        ),
        pytest.param(
            "县财政局(国资委) 县税务局", ["县财政局(国资委)", "县税务局"], id="behind a narrow bracket"
        ),
        pytest.param("A公司 B公司", ["A公司", "B公司"], id="Latin letters"),
        pytest.param("R&D 中心、县科技局", ["R&D 中心", "县科技局"], id="a blank within a name"),
        pytest.param(
            "市政府办 公室、县税务局", ["市政府办公室", "县税务局"], id="a name that its cell wraps"
        ),
        pytest.param("★县财政局、 ·县税务局*", ["县财政局", "县税务局"], id="marks of a list"),
        pytest.param("由县财政局、会同县税务局", ["县财政局", "县税务局"], id="words that lead in"),
        pytest.param("县财政局）、（县税务局", ["县财政局", "县税务局"], id="brackets without their half"),
        pytest.param("、、县财政局、、", ["县财政局"], id="empty"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_separators_stand_with_what_is_before_them() -> None:
    found = [(part.text, mark) for part, mark in cut(line("甲局、乙局，丙局 丁局"))]
    assert found == [("甲局", "、"), ("乙局", "，"), ("丙局", " "), ("丁局", "")]
    assert list(cut(EMPTY)) == []


def test_a_mark_between_joined_cells_parts_whatever_bracket_is_open() -> None:
    first, second = line("县财政局（县国资委"), line("县税务局")
    joined = first.listed(Line(second.text, [i + 20 for i in range(len(second))]))
    assert [part.text for part, _ in cut(joined)] == ["县财政局（县国资委", "县税务局"]


def test_names_keep_their_places() -> None:
    text = "由县财 政局、县税务局"
    first, second = cut_list(line(text))
    assert text[first.at[0] : first.at[-1] + 1] == "县财 政局"
    assert text[second.at[0] : second.at[-1] + 1] == "县税务局"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "县财政局牵头，县税务局、县审计局配合",
            [["县财政局:牵头"], ["县税务局:配合", "县审计局:配合"]],
            id="verbs",
        ),
        pytest.param(
            "县财政局、县税务局按职责分工负责",
            [["县财政局:按职责分工负责", "县税务局:按职责分工负责"]],
            id="duties",
        ),
        pytest.param(
            "县财政局；县税务局。县审计局", [["县财政局"], ["县税务局"], ["县审计局"]], id="ends of clauses"
        ),
        pytest.param("县财政局（牵头）、县税务局", [["*县财政局", "县税务局"]], id="a mark in brackets"),
        pytest.param("[牵头]县财政局、县税务局", [["*县财政局", "县税务局"]], id="a mark in square brackets"),
        pytest.param("★县财政局、县税务局", [["*县财政局", "县税务局"]], id="a star"),
        pytest.param(
            "县财政局、县税务局（按职责分工负责）",
            [["县财政局:按职责分工负责", "县税务局:按职责分工负责"]],
            id="a bracket for all",
        ),
        pytest.param("县财政局主办", [["县财政局:主办"]], id="a verb that ends like an office"),
        pytest.param("县委办、县府办", [["县委办", "县府办"]], id="offices"),
        pytest.param("县商务局、县指导中心", [["县商务局", "县指导中心"]], id="verbs within names"),
        pytest.param("县财政局牵头办", [["县财政局牵头办"]], id="a name that holds a verb"),
        pytest.param("县财政局和县税务局牵头", [["县财政局:牵头", "县税务局:牵头"]], id="和"),
        pytest.param("市级各部门及各县市区政府", [["市级各部门", "各县市区政府"]], id="及 of two sets"),
        pytest.param("县文化和旅游局", [["县文化和旅游局"]], id="和 within a name"),
        pytest.param(
            "县人力资源和社会保障局、县住房和城乡建设局",
            [["县人力资源和社会保障局", "县住房和城乡建设局"]],
            id="和 within names",
        ),
        pytest.param("农业局和林业局", [["农业局", "林业局"]], id="alike"),
        pytest.param("各部门和单位", [["各部门和单位"]], id="one set"),
        pytest.param("各县政府和碧湖开发区", [["各县政府", "碧湖开发区"]], id="a zone beside governments"),
        pytest.param("各乡镇和县直部门", [["各乡镇", "县直部门"]], id="a set beside a level"),
        pytest.param("县局（甲和乙局", [["县局（甲和乙局"]], id="within an open bracket"),
        pytest.param("局和县财政局", [["局和县财政局"]], id="no name on the left"),
        pytest.param("县财政局和办", [["县财政局和办"]], id="no name on the right"),
        pytest.param("县财政局和会", [["县财政局和会"]], id="no body on the right"),
        pytest.param("县发改局和县财政局和县税务局", [["县发改局", "县财政局", "县税务局"]], id="three"),
        pytest.param("县发改局县财政局县税务局", [["县发改局", "县财政局", "县税务局"]], id="lost marks"),
        pytest.param("县委县政府", [["县委县政府"]], id="too short for two"),
        pytest.param(
            "县财政局县属企业联合会", [["县财政局县属企业联合会"]], id="a level that begins no name"
        ),
        pytest.param("县财政局县税务局（稽查）", [["县财政局县税务局（稽查）"]], id="not with a bracket"),
        pytest.param("县财政局等有关部门", [["县财政局", "等有关部门"]], id="and others"),
        pytest.param(
            "县税务局等省驻岚江有关单位", [["县税务局", "等省驻岚江有关单位"]], id="and others from above"
        ),
        pytest.param(
            "县财政局等县级相关部门和单位及各乡镇负责",
            [["县财政局:负责", "等县级相关部门和单位:负责", "各乡镇:负责"]],
            id="one set of two kinds, and another",
        ),
        pytest.param("岚江海关和岚江市政府", [["岚江海关", "岚江市政府"]], id="a customs office"),
        pytest.param(
            "县水务集团等市政公用服务企业", [["县水务集团", "等市政公用服务企业"]], id="and other firms"
        ),
        pytest.param(
            "市政府办统筹，市商务局负总责，市委组织部监督",
            [["市政府办:统筹"], ["市商务局:负总责"], ["市委组织部:监督"]],
            id="verbs of those above",
        ),
        pytest.param(
            "各设区市、县（市、区）人民政府落实",
            [["各设区市、县（市、区）人民政府:落实"]],
            id="levels from the city down",
        ),
        pytest.param("县财政局等", [["县财政局"]], id="and so on"),
        pytest.param("等有关部门", [["等有关部门"]], id="others alone"),
        pytest.param("等", [], id="nothing"),
        pytest.param("县财政局（牵头）等有关部门", [["*县财政局", "等有关部门"]], id="others share no mark"),
        pytest.param("，。", [], id="marks alone"),
    ],
)
def test_clauses(text: str, expected: list[list[str]]) -> None:
    assert read(text) == expected


def test_a_verb_gives_its_role_to_all_before_it() -> None:
    found = [
        [(p.line.text, p.role) for p in clause] for clause in clauses(line("甲县局、乙县局牵头，丙县局"))
    ]
    assert found == [[("甲县局", "lead"), ("乙县局", "lead")], [("丙县局", None)]]


def test_a_mark_put_between_lines_is_not_printed() -> None:
    assert as_printed(Line("各区、镇办事处", [0, 1, 3, 3, 4, 5, 6])) == "各区镇办事处"
    assert as_printed(line("各区、镇办事处")) == "各区、镇办事处"


@pytest.mark.parametrize("text", ["县财政局（", "县财政局。（", "县财政局（（", "（县财政局"])
def test_a_bracket_that_holds_nothing_is_no_part_of_a_name(text: str) -> None:
    assert names(text) == ["县财政局"]
