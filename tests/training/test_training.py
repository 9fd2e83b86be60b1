"""What is learned is made anew, byte for byte, by the command that made it.

The confidence takes minutes to learn; ``python -m tests.training --check`` compares it, too.
"""

from kg import resources
from tests.training import judge, witness
from tests.training.corpus import cases, tables


def test_the_judges_weights_are_those_that_the_gold_teaches() -> None:
    assert resources.data(*judge.PATH).read_bytes() == judge.learned([*cases(), *tables()])


def test_the_witness_is_the_one_that_the_gold_teaches() -> None:
    assert resources.data(*witness.PATH).read_bytes() == witness.learned([*cases(), *tables()])
