"""The small changes by which the tests are tried: what is changed, what is not, and what survives."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.mutants import __main__ as mutants
from tests.mutants.mutations import KINDS, mutated, mutations


def changes(source: str, kind: str) -> list[str]:
    return [mutated(source, one).strip() for one in mutations(source) if one.kind == kind]


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("comparison", "x = a < b", ["x = a <= b"]),
        ("comparison", "x = a <= b != c", ["x = a < b != c", "x = a <= b == c"]),
        ("comparison", "x = a in b", ["x = a not in b"]),
        ("comparison", "x = a is not None", ["x = a is None"]),
        ("constant", "x = [7, True, 1.5, '7']", ["x = [8, True, 1.5, '7']", "x = [6, True, 1.5, '7']"]),
        ("connective", "x = a and b or c", ["x = (a and b) and c", "x = (a or b) or c"]),
        ("branch", "x = 1 if a else 2", ["x = 1 if not a else 2"]),
        ("branch", "while a:\n    pass", ["while not a:\n    pass"]),
        ("return", "def f():\n    return 1", ["def f():\n    return"]),
        ("return", "def f():\n    return None", []),
        ("return", "def f():\n    return False", []),
    ],
)
def test_what_is_changed(kind: str, source: str, expected: list[str]) -> None:
    assert changes(source, kind) == expected


@pytest.mark.parametrize(
    ("kind", "regex", "expected"),
    [
        ("quantifier", r"a+\+[*+]{2,3}?b", [r"a\+[*+]{2,3}?b", r"a+\+[*+]b"]),
        ("quantifier", "(?:a)?(?P<n>b)*", ["(?:a)(?P<n>b)*", "(?:a)?(?P<n>b)"]),
        ("quantifier", "(?<!a)b(?=c)", []),
        ("alternative", "a|b|c", ["b|c", "a|c", "a|b"]),
        ("alternative", "(?:a|b)[|]c", ["(?:b)[|]c", "(?:a)[|]c"]),
        ("alternative", r"a\|b", []),
        (
            "alternative",
            "(?P<n>a|(?:b|c))",
            ["(?P<n>a|(?:c))", "(?P<n>a|(?:b))", "(?P<n>(?:b|c))", "(?P<n>a)"],
        ),
    ],
)
def test_what_is_changed_in_a_regex(kind: str, regex: str, expected: list[str]) -> None:
    assert changes(f"x = re.compile({regex!r}, 2)", kind) == [
        f"x = re.compile({one!r}, 2)" for one in expected
    ]
    assert changes(f"x = {regex!r}", kind) == []


@pytest.mark.parametrize(
    "source",
    [
        '"""What: a < b, 7."""',
        "def f(a: Literal[1]) -> Literal[2]:\n    pass",
        "x: Literal[1]",
        "if TYPE_CHECKING:\n    x = 1 < 2",
    ],
)
def test_what_does_not_run_is_left_alone(source: str) -> None:
    assert mutations(source) == []


def test_lines_are_those_of_the_source() -> None:
    (one,) = mutations("# first\nx = (\n    a < b\n)\n")
    assert (one.line, one.before, one.after) == (3, "a < b", "a <= b")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    files = {
        "src/kg/__init__.py": "",
        "src/kg/a/__init__.py": "",
        "src/kg/a/b.py": "def small(x):\n    return x < 3\n\n\ndef free(x):\n    return x > 8\n",
        "tests/a/test_b.py": "from kg.a.b import small\n\n\n"
        "def test_small():\n    assert small(2) and not small(3)\n",
        "tests/a/test_c.py": "from kg.a import (\n    d,\n)\n\n\ndef test_nothing():\n    pass\n",
        "tests/test_all.py": "import kg.a.d\n",
        "tests/test_a.py": "",
        "junk.txt": "",
        ".gitignore": "junk.txt\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def test_the_draw_depends_on_the_seed_alone(tree: Path) -> None:
    one = mutants.drawn(tree, ["a"], 1, 4)
    assert one == mutants.drawn(tree, ["a/b"], 1, 4)
    assert len(set(one)) == 4
    assert {tuple(mutants.drawn(tree, ["a"], seed, 4)) for seed in range(9)} != {tuple(one)}
    everything = mutants.drawn(tree, ["a"], 1, 99)
    assert len(everything) == 2 + 4 + 2
    assert {mutant.mutation.kind for mutant in everything} <= set(KINDS)


def test_a_folder_that_is_not_there(tree: Path) -> None:
    with pytest.raises(SystemExit, match="src/kg/nowhere"):
        mutants.drawn(tree, ["nowhere"], 1, 4)


@pytest.mark.parametrize(
    ("path", "named", "expected"),
    [
        ("src/kg/a/b.py", [], ["tests/a/test_b.py", "tests/test_a.py", "tests/a/test_c.py"]),
        (
            "src/kg/a/d.py",
            [],
            ["tests/a/test_c.py", "tests/test_all.py", "tests/test_a.py", "tests/a/test_b.py"],
        ),
        (
            "src/kg/e/f.py",
            [],
            ["tests/a/test_b.py", "tests/a/test_c.py", "tests/test_a.py", "tests/test_all.py"],
        ),
        (
            "src/kg/a/b.py",
            ["tests/test_all.py"],
            ["tests/a/test_b.py", "tests/test_a.py", "tests/test_all.py"],
        ),
        ("src/kg/a/e.py", ["tests/test_all.py"], ["tests/test_a.py", "tests/test_all.py"]),
        (
            "src/kg/a/__init__.py",
            ["tests/test_all.py"],
            ["tests/a/test_c.py", "tests/test_all.py", "tests/test_a.py"],
        ),
    ],
)
def test_the_nearest_tests(path: str, named: list[str], expected: list[str], tree: Path) -> None:
    assert mutants.nearest(tree, path, named) == expected


def test_what_tests_see_is_killed_and_the_rest_survives(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mutants, "ROOT", tree)
    before = (tree / "src/kg/a/b.py").read_text()
    assert mutants.main(["--seed", "3", "--count", "2", "a/b", "--tests", "tests/a/test_b.py"]) == 0
    printed = capsys.readouterr().out
    assert (tree / "src/kg/a/b.py").read_text() == before
    for line, word in re.findall(r"(?m)^(?P<word>\w+) .*?b\.py:(\d+)", printed):
        assert (line in ("survived",)) == (int(word) > 4)
    assert re.search(r"seed 3: \d of 2 killed", printed)


def test_git_ignores_what_is_not_copied(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    copy = mutants.copied(tree, tmp_path_factory.mktemp("copy"))
    assert (copy / "src/kg/a/b.py").is_file()
    assert not (copy / "junk.txt").exists()
