"""The wordings of targets counted by how they are aligned."""

from kg import pipeline
from kg.evaluate.alignment import aligned

NOTICE = """关于印发2024年重点工作责任分解的通知
一、重点工作
1.改造老旧小区5个。责任单位：县住建局
2.改造老旧小区7个。责任单位：县住建局
3.举办甲乙丙丁会3场。责任单位：县文旅局
"""


def test_wordings_are_counted_by_their_alignment() -> None:
    rows = aligned([pipeline.convert(NOTICE.encode(), name="通知.txt")]).rows
    found = {row.relation: row for row in rows}
    assert sum(row.mentions for row in rows) == 3
    known = found["exact"]
    assert (known.mentions, known.nearest) == (2, ())
    assert known.concept
    assert 0 < known.score <= 1
    lost = found["none"]
    assert (lost.mentions, lost.concept, lost.method, lost.score) == (1, "", "", 0.0)
    assert rows.index(lost) < rows.index(known)  # what is to be looked at comes first
