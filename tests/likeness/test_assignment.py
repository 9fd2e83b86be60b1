"""One assignment for a whole list, compared with scipy's."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from kg.likeness.assignment import assign

SCORES = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 9)),
    st.one_of(st.floats(0.01, 1.0), st.sampled_from([0.25, 0.5, 0.75, 1.0])),
    max_size=60,
)


def test_the_greatest_sum_and_not_the_greatest_pair() -> None:
    assert assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}) == {0: 1, 1: 0}
    assert assign({(0, 0): 0.9, (0, 1): 0.2, (1, 0): 0.3}) == {0: 0}
    assert assign({}) == {}


@given(SCORES)
def test_as_good_as_scipy(scores: dict[tuple[int, int], float]) -> None:
    found = assign(scores)
    assert len(set(found.values())) == len(found)
    matrix = np.zeros((8, 10))
    for pair, score in scores.items():
        matrix[pair] = score
    best = matrix[linear_sum_assignment(-matrix)].sum()
    assert abs(sum(scores[pair] for pair in found.items()) - best) < 1e-9
    assert assign(dict(reversed(scores.items()))) == found
