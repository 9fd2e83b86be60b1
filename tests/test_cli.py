"""The command line: what it prints, how it ends, what it loads."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import kg

ROOT = Path(__file__).resolve().parent.parent
NOTICE = ROOT / "tests" / "gold" / "shengsi-2024-5" / "notice.txt"
KG = Path(sys.executable).with_name("kg")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['kg', '--help']\nfrom kg.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'rdflib', 'jieba', 'fastapi', 'pydantic', 'pyoxigraph'}\n"
        "heavy &= {m.split('.')[0] for m in sys.modules}\n"
        "print('HEAVY', sorted(heavy))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "HEAVY []" in out


def test_as_a_module_and_of_one_version() -> None:
    import tomllib

    import kg as package

    said = [subprocess.run([*line, "--version"], capture_output=True, text=True, check=True).stdout
            for line in ([KG], [sys.executable, "-m", "kg"])]  # fmt: skip
    assert said == [f"kg, version {package.__version__}\n"] * 2
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert (told["project"]["name"], told["project"]["dynamic"]) == ("zeren-kg", ["version"])
    assert told["tool"]["hatch"]["version"]["path"] == "src/kg/version.py"


@pytest.mark.parametrize(
    "args", [["query", "workload"], ["query", "-q", "ASK {}"], ["export"], ["backup", "copy"]], ids=" ".join
)
def test_reading_where_nothing_is_loaded_makes_nothing(args: list[str], tmp_path: Path) -> None:
    said = {}
    for lang in ("zh", "en"):
        done = subprocess.run(
            [KG, "--lang", lang, *args], capture_output=True, text=True, cwd=tmp_path, timeout=120
        )
        assert (done.returncode, done.stdout) == (3, "")
        said[lang] = done.stderr
    assert "还没有载入" in said["zh"]
    assert "nothing is loaded" in said["en"]
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_name_is_told_before_a_missing_store(tmp_path: Path) -> None:
    done = kg("query", "workloads", "--store", tmp_path / "none")
    assert done.returncode == 2
    assert "workload" in done.stderr


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    done = kg("convert", NOTICE, "-o", tmp_path / "none" / "notice.ttl")
    assert done.returncode == 2
    assert "notice.ttl" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_every_command_has_help() -> None:
    from kg.cli import cli

    for name, command in cli.commands.items():
        assert command.help, name
        assert command.help.strip()[0] > "\u2e7f", f"{name}: Chinese is the first language"


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "C.UTF-8"])
def test_the_language_is_accepted_before_and_after_the_command(locale: str, tmp_path: Path) -> None:
    for args in (["query", "nosuch"], ["validate", str(tmp_path / "none.txt")], ["queries"]):
        texts = []
        for line in (["--lang", "en", *args], [args[0], "--lang", "en", *args[1:]]):
            done = subprocess.run(
                [KG, *line],
                capture_output=True,
                text=True,
                env={**os.environ, "LC_ALL": locale},
                timeout=120,
            )
            texts.append(done.stdout + done.stderr)
        assert texts[0] == texts[1]
        assert args == ["queries"] or not any("\u4e00" <= char <= "\u9fff" for char in texts[0]), texts[0]


def test_judgements_of_a_folder_are_heeded_or_nothing_is_done(tmp_path: Path) -> None:
    line = {"division": "330922", "mention": "县农林农业局", "judgement": "same", "who": "甲"}
    line |= {"when": "2026-11-23", "evidence": "核实", "unit": "unit/65040333fe"}
    folder, out = tmp_path / "judged", tmp_path / "out.json"
    folder.mkdir()
    (folder / "a.jsonl").write_text(json.dumps(line), "utf-8")
    done = kg("convert", NOTICE, "--format", "nquads", KG_JUDGEMENTS=str(folder))
    assert done.returncode == 0, done.stderr
    assert "wasInfluencedBy" in done.stdout
    (folder / "b.jsonl").write_text(json.dumps({**line, "unit": "unit/aed134fbb7"}), "utf-8")
    for refused in (
        kg("convert", NOTICE, "-o", out, KG_JUDGEMENTS=str(folder)),
        kg("convert", NOTICE, "-o", out, KG_JUDGEMENTS=str(tmp_path / "none")),
    ):
        assert (refused.returncode, refused.stdout) == (2, "")
        assert len(refused.stderr.strip().splitlines()) == 1
        assert not out.exists()


def test_convert_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first = kg("convert", NOTICE, "--format", "nquads").stdout
    assert first == kg("convert", NOTICE, "--format", "nquads").stdout
    lines = first.splitlines()
    assert lines == sorted(lines)
    assert len(lines) > 5000


@pytest.mark.parametrize(
    ("args", "name", "begins"),
    [
        (["convert", str(NOTICE)], "x.json", "{"),
        (["convert", str(NOTICE)], "x.trig", "@prefix"),
        (["validate", str(NOTICE)], "x.sarif", "{"),
        (["compare", str(NOTICE), str(NOTICE)], "x.xlsx", "PK"),
        (["compare", str(NOTICE), str(NOTICE), "--format", "html"], "x.json", "<!"),
    ],
)
def test_the_ending_of_the_output_means_a_format(
    args: list[str], name: str, begins: str, tmp_path: Path
) -> None:
    assert kg(*args, "-o", str(tmp_path / name), cwd=tmp_path).returncode == 0
    assert (tmp_path / name).read_bytes().lstrip().startswith(begins.encode())


@pytest.mark.parametrize("form", ["turtle", "trig", "jsonld", "json"])
def test_formats(form: str) -> None:
    done = kg("convert", NOTICE, "--format", form)
    assert done.returncode == 0, done.stderr
    assert "嵊政办发〔2024〕5号" in done.stdout


def test_several_files(tmp_path: Path) -> None:
    done = kg("convert", NOTICE, ROOT / "tests/gold/layouts/L16-inline-lead-verb.txt", "--format", "json")
    assert [len(json.loads(line)["tasks"]) for line in done.stdout.splitlines()] == [151, 3]
    refused = kg("convert", NOTICE, NOTICE, "--format", "turtle")
    assert refused.returncode == 2
    assert "-o" in refused.stderr
    kg("convert", ROOT / "tests/gold/layouts", "--format", "turtle", "-o", f"{tmp_path}/out/")
    assert len(list((tmp_path / "out").glob("*.ttl"))) == 10


BAD = {
    "empty.txt": b"",
    "picture.png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "story.txt": "今天天气很好，我们去公园散步。".encode(),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["convert", "validate", "load"])
def test_bad_input_is_one_sentence(name: str, command: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    store = ["--store", str(tmp_path / "store")] if command == "load" else []
    done = kg(command, tmp_path / name, *store)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert done.stderr.strip().splitlines()[0].endswith("。")
    english = kg(command, tmp_path / name, *store, lang="en")
    assert english.stderr.strip().splitlines()[0].endswith(".")
    if command == "load":  # ontology and registry are put in for a notice, not for a wrong file
        count = kg("query", "-q", "SELECT (COUNT(*) AS ?n) {?s ?p ?o}", *store, "--format", "csv")
        assert count.stdout.splitlines()[1:] in ([], ["0"])


def test_a_missing_file(tmp_path: Path) -> None:
    done = kg("convert", tmp_path / "nowhere.txt")
    assert done.returncode == 2
    assert "nowhere.txt" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_gb18030_is_read_right(tmp_path: Path) -> None:
    (tmp_path / "gb.txt").write_bytes(NOTICE.read_text("utf-8").encode("gb18030"))
    made = json.loads(kg("convert", tmp_path / "gb.txt", "--format", "json").stdout)
    assert len(made["tasks"]) == 151
    assert made["notice"]["issuer"] == "嵊泗县人民政府办公室"


def test_a_text_cut_in_the_middle(tmp_path: Path) -> None:
    (tmp_path / "cut.txt").write_text(NOTICE.read_text("utf-8")[:6000], "utf-8")
    made = json.loads(kg("convert", tmp_path / "cut.txt", "--format", "json").stdout)
    assert len(made["tasks"]) == 76
    assert {"truncated", "missing-annex"} <= {finding["code"] for finding in made["findings"]}


def test_ten_megabytes_of_text(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text(NOTICE.read_text("utf-8") * 240, "utf-8")
    done = kg("convert", tmp_path / "big.txt")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_load_query_export(tmp_path: Path) -> None:
    store = ["--store", tmp_path / "store"]
    loaded = kg("load", NOTICE, *store)
    assert loaded.returncode == 0, loaded.stderr
    assert kg("load", NOTICE, *store).returncode == 0
    rows = json.loads(kg("query", "workload", *store, "--format", "json").stdout)
    assert rows[0]["unitLabel"] == "县发改局"
    count = kg(
        "query",
        "-q",
        "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/zeren/ontology#Task> }",
        *store,
        "--format",
        "csv",
    )
    assert count.stdout.split() == ["n", "151"]
    wrong = kg("query", "-q", "SELECT", *store)
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr
    unknown = kg("query", "workloads", *store)
    assert unknown.returncode == 2
    assert "workload" in unknown.stderr
    out = kg("export", *store)
    assert out.returncode == 0
    assert out.stdout.count("\n") > 10_000


def test_a_store_of_another_base_is_refused(tmp_path: Path) -> None:
    store = ["--store", tmp_path / "store"]
    assert kg("load", NOTICE, *store).returncode == 0
    done = kg("load", NOTICE, *store, KG_BASE="https://data.example.org/")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_validate_the_real_notice() -> None:
    done = kg("validate", NOTICE, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert kg("validate", NOTICE, "--fail-on", "warning").returncode == 1


def test_validate_packs(tmp_path: Path) -> None:
    """Form and wording are shown; they decide the exit status only where they are named."""
    draft = tmp_path / "草稿.txt"
    sound = (ROOT / "tests/proof/carriers/bureau.txt").read_text("utf-8")
    draft.write_text(sound.replace("予以保障", "于以保障"), "utf-8")
    shown = kg("validate", draft, "--format", "json")
    assert shown.returncode == 0, shown.stderr
    assert ("wrong-word", "proof") in {(e["ruleId"], e["pack"]) for e in json.loads(shown.stdout)["entries"]}
    assert kg("validate", draft, "--pack", "form", "--fail-on", "info").returncode == 0
    assert kg("validate", draft, "--pack", "form,proof", "--fail-on", "warning").returncode == 1
    left_out = kg("validate", draft, "--pack", "proof", "--without", "wrong-word", "--format", "json")
    assert json.loads(left_out.stdout)["entries"] == []
    unknown = kg("validate", draft, "--pack", "spelling")
    assert unknown.returncode == 2
    assert "spelling" in unknown.stderr
    own = tmp_path / "rules"
    own.mkdir()
    (own / "own.yml").write_text("pack: proof\nrules: [{id: x}]\n", "utf-8")
    wrong = kg("validate", draft, KG_CHECKS=str(own))
    assert wrong.returncode == 2
    assert "own.yml" in wrong.stderr


def test_evaluate() -> None:
    done = kg("evaluate", ROOT / "tests/gold/layouts", "--format", "json")
    total = json.loads(done.stdout)["total"]
    assert total["tasks"]["f1"] == 1
    assert {"tasks", "units", "roles", "leaders", "targets", "bounds", "projects"} <= set(total)
    assert {"posts", "deadlines", "indicators", "resolution", "findings"} <= set(total)


def test_link_matches_a_column(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("单位,数\n县教育局,1\n不存在的单位甲,2\n", "utf-8")
    run = kg("link", table, "--column", "单位", "--place", "嵊泗县")
    assert run.returncode == 0, run.stderr
    head, known, unknown = run.stdout.splitlines()
    assert head.startswith("单位,数,")
    assert "https://w3id.org/zeren/unit/" in known
    assert "https://" not in unknown
    assert "2 行" in run.stderr
    missing = kg("link", table, "--column", "部门")
    assert missing.returncode == 2
    assert "部门" in missing.stderr


def test_import_brings_another_table(tmp_path: Path) -> None:
    from kg import resources

    source = resources.data("imports", "statistics.csv")
    mapping = resources.data("imports", "statistics.yml")
    run = kg("import", source, "--map", mapping, KG_STORE=str(tmp_path / "store"))
    assert run.returncode == 0, run.stderr
    assert "graph/data-statistics" in run.stderr
    ask = "SELECT (COUNT(?s) AS ?n) WHERE { ?s a <http://purl.org/linked-data/cube#Observation> }"
    counted = kg("query", "-q", ask, "--format", "csv", KG_STORE=str(tmp_path / "store"))
    assert counted.stdout.split() == ["n", "21"]


def test_imports_are_listed_replaced_and_removed(tmp_path: Path) -> None:
    from kg import resources

    example = (
        resources.data("imports", "statistics.csv"),
        "--map",
        resources.data("imports", "statistics.yml"),
    )
    env = {"KG_STORE": str(tmp_path / "store")}
    for _ in range(2):
        assert kg("import", *example, **env).returncode == 0
    assert "替换了原有的" in kg("import", *example, **env).stderr
    listed = json.loads(kg("import", "--list", "--format", "json", **env).stdout)
    assert [(each["name"], each["file"]) for each in listed] == [("data-statistics", "statistics.csv")]
    assert "data-statistics" in kg("import", "--list", **env).stdout
    assert kg("import", "--remove", "data-statistics", **env).returncode == 0
    assert kg("import", "--list", "--format", "json", **env).stdout == "[]\n"
    gone = kg("import", "--remove", "data-statistics", **env)
    assert (gone.returncode, len(gone.stderr.strip().splitlines())) == (2, 1)
    for args in ([], [example[0]], ["--list", "--remove", "x"], [*example, "--list"]):
        assert kg("import", *args, **env).returncode == 2


def test_a_heading_that_is_not_described_is_no_missing_figure(tmp_path: Path) -> None:
    from kg import resources

    table = tmp_path / "statistics.csv"
    text = resources.data("imports", "statistics.csv").read_text("utf-8")
    table.write_text(text.replace(",指标,", ",指标名称,", 1), "utf-8")
    mapping = resources.data("imports", "statistics.yml")
    for lang in ("zh", "en"):
        done = kg("import", table, "--map", mapping, "--store", tmp_path / "store", lang=lang)
        assert done.returncode == 2
        assert "指标名称" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "command",
    [
        ["query", "tasks"],
        ["query", "-q", "ASK {}"],
        ["query", "tasks", "--as-of", "2024-01-01"],
        ["history", "嵊政办发〔2024〕5号"],
        ["export"],
    ],
    ids=" ".join,
)
def test_a_question_in_an_empty_folder_makes_nothing(command: list[str], tmp_path: Path) -> None:
    here = tmp_path / "empty"
    here.mkdir()
    asked = kg(*command, cwd=here)
    assert (asked.returncode, asked.stdout) == (3, "")
    assert "还没有载入任何通知" in asked.stderr
    assert len(asked.stderr.strip().splitlines()) == 1
    assert list(here.iterdir()) == []


def test_hints_beside_an_empty_answer(tmp_path: Path) -> None:
    store = ["--store", tmp_path / "store"]
    query = 'SELECT ?u { ?u rdfs:label "县财政局" }'
    example = [ROOT / "data/imports/statistics.csv", "--map", ROOT / "data/imports/statistics.yml"]
    assert kg("import", *example, *store).returncode == 0
    nothing = kg("query", "-q", query, *store, "--format", "csv")
    assert (nothing.returncode, nothing.stdout) == (0, "u\n")
    assert "还没有通知" in nothing.stderr
    assert kg("load", NOTICE, *store).returncode == 0
    slip = kg("query", "-q", query, *store, "--format", "csv", lang="en")
    assert 'write "县财政局"@zh' in slip.stderr
    (tmp_path / "q.rq").write_text("\ufeff" + query.replace('"县财政局"', '"县财政局"@zh'), "utf-8")
    found = kg("query", "-f", tmp_path / "q.rq", *store, "--format", "csv")
    assert (found.stderr, len(found.stdout.splitlines())) == ("", 2)
    (tmp_path / "q.rq").write_bytes(query.encode("gb18030"))
    assert "UTF-8" in kg("query", "-f", tmp_path / "q.rq", *store).stderr


def test_the_closing_line_says_how_far_a_conversion_can_be_relied_on(tmp_path: Path) -> None:
    sound = kg("convert", NOTICE, "--format", "json", lang="en")
    assert re.fullmatch(
        r"confidence \d+ %, [\d.]+ % of the text accounted for, 0 parts unread\.\n", sound.stderr
    )
    text = NOTICE.read_text("utf-8").replace("\n", "")
    broken = tmp_path / "broken.txt"
    broken.write_text(text[:6000], "utf-8")
    assert kg("convert", broken, "--format", "json").stderr.startswith("没有把握读对")
