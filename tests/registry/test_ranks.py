"""The head of a government stands before its deputies, whoever is printed first."""

import pytest

from kg.registry.ranks import rank


@pytest.mark.parametrize(
    "posts",
    [
        ["县长", "常务副县长", "副县长"],
        ["代县长", "县委常委、副县长", "副县长（挂职）"],
        ["县委书记", "县委副书记、县长", "县委副书记", "县委常委、常务副县长"],
        ["县委常委", "副县长兼公安局局长", "县政府党组成员"],
        ["管委会主任", "管委会副主任"],
        ["市长", "副市长", ""],
    ],
)  # fmt: skip
def test_posts_rank_as_an_office_lists_them(posts: list[str]) -> None:
    ranks = [rank(post) for post in posts]
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[1]
