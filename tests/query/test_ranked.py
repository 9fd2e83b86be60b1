"""``ranked``: rows of leaders stand by the rank of their posts within the first key of the order."""

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.query.definition import read_query
from kg.registry.ranks import rank
from tests import loaded

NAMES = {name: {"zh": name, "en": name} for name in ("notice", "post", "tasks")}
HEAD = "#+ title: t\n#+ title_zh: t\n#+ answers: t\n#+ answers_zh: t\n"
PATTERN = "SELECT ?notice ?post ?tasks { ?notice ?post ?tasks }"


def test_leaders_stand_by_rank_within_each_notice() -> None:
    rows = loaded.catalog().run("leaders", {}, loaded.two()).dicts()
    places = [(row["notice"].value, rank(row["post"].value), -int(row["tasks"].value)) for row in rows]
    assert places == sorted(places)
    assert len({notice for notice, *_ in places}) == 2
    assert [place[2] for place in places] != sorted(place[2] for place in places)


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("lost", "ORDER BY ?notice DESC(?tasks)"),
        ("post", "ORDER BY ?hidden ?notice"),
        ("post", "ORDER BY ?notice STRLEN(?post)"),
        ("post", "ORDER BY ?notice LIMIT 3"),
    ],
)
def test_what_cannot_be_ranked_is_refused(tmp_path: Path, said: str, order: str) -> None:
    path = tmp_path / "topic" / "q.rq"
    path.parent.mkdir()
    path.write_text(f"{HEAD}#+ ranked: {said}\n{PATTERN}\n{order}\n")
    with pytest.raises(DataError, match="ranked"):
        read_query(path, NAMES)
