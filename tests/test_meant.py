"""What a misspelt name may have meant."""

import pytest

from kg.meant import did_you_mean, near, one_of

KEYS = ("label", "label_zh", "kind", "Kinds")


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        pytest.param("lable", {}, ["label"], id="the likest"),
        pytest.param("LABEL", {}, ["label"], id="another case"),
        pytest.param("kinds", {}, ["Kinds"], id="another case before the likest"),
        pytest.param("lable", {"most": 3}, ["label", "label_zh"], id="several, best first"),
        pytest.param("lab", {"cutoff": 0.8}, [], id="not near enough"),
        pytest.param("colour", {}, [], id="nothing near"),
        pytest.param("", {}, [], id="nothing said"),
    ],
)
def test_what_is_near(name: str, options: dict[str, int], expected: list[str]) -> None:
    assert near(name, KEYS, **options) == expected


def test_the_question() -> None:
    assert did_you_mean("lable", KEYS, start="kg:", end=":") == (
        "是否指 kg:label:",
        "did you mean kg:label:",
    )
    assert did_you_mean("lable", KEYS, most=2) == (
        "是否指 label、label_zh",
        "did you mean label, label_zh",
    )
    assert did_you_mean("colour", KEYS) is None


def test_without_a_near_one_all_are_named_up_to_a_number() -> None:
    assert one_of("knd", KEYS) == did_you_mean("knd", KEYS)
    assert one_of("colour", iter(KEYS)) == (
        "可用：label、label_zh、kind、Kinds",
        "there are label, label_zh, kind, Kinds",
    )
    assert one_of("colour", map(str, range(99)))[1].endswith(" 38, 39")
