"""What is learned is made anew, byte for byte, by the command that made it."""

from kg import resources
from tests.training import judge


def test_the_judges_weights_are_those_that_the_gold_teaches() -> None:
    assert resources.data(*judge.PATH).read_text("utf-8") == judge.learned()
