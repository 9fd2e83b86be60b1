"""What is learned comes from the gold and from nothing else: twice the same bytes, no unknown feature.

Whether the stored files are those that today's code and gold teach says ``python -m tests.training
--check``: each change of a reading moves them a little, and learning them takes minutes.
"""

import json
from itertools import islice

from kg import resources
from kg.parse.parse import parse
from tests.training import judge, witness
from tests.training.corpus import GOLD, cases

SOME = [GOLD / "layouts", GOLD / "own5"]


def test_the_same_gold_teaches_the_same_bytes() -> None:
    found = list(islice(cases(SOME), 60))
    assert judge.learned(found) == judge.learned(found)
    assert witness.learned(found) == witness.learned(found)


def test_the_stored_weights_weigh_what_the_judge_sees() -> None:
    stored = json.loads(resources.data(*judge.PATH).read_text("utf-8"))
    seen = {name for case in islice(cases(SOME), 60) for name in parse(case.text).features}
    assert {name for name in seen if not name.startswith("layout")} <= stored.keys()
    assert all(name in seen or name.startswith("layout") or name == "nothing" for name in stored)
