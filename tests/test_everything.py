"""The closing line counts what both parts of the gate ran."""

from __future__ import annotations

from pathlib import Path

from tests.everything import Ran, closing_lines, read_report

REPORT = """<testsuites><testsuite>
<testcase classname="tests.a" name="test_one" time="1.5"/>
<testcase classname="tests.a" name="test_two" time="0.1"><failure message="no"/></testcase>
<testcase classname="tests.b" name="test_three" time="3"><error message="no"/></testcase>
<testcase classname="tests.b" name="test_four" time="0"><skipped message="no chromium"/></testcase>
</testsuite></testsuites>"""


def test_a_report_tells_outcome_and_time(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(REPORT, "utf-8")
    assert read_report(path) == [
        Ran("tests.a::test_one", "passed", 1.5),
        Ran("tests.a::test_two", "failed", 0.1),
        Ran("tests.b::test_three", "failed", 3.0),
        Ran("tests.b::test_four", "skipped", 0.0),
    ]
    assert read_report(tmp_path / "none.xml") == []


def test_the_last_line_counts_all_and_the_slowest_stand_above_it() -> None:
    ran = [Ran(f"t{n}", "passed", float(n)) for n in range(30)] + [Ran("bad", "failed", 0.0)]
    *slowest, last = closing_lines(ran, 75.2)
    assert last == "===== 1 failed, 30 passed in 75s (1:15) ====="
    assert len(slowest) == 20
    assert slowest[0].endswith("29.0 s  t29")
