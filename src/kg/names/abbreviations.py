"""Is one name a shortening of another: characters left out, order kept, the ending the same.

文广旅体局 shortens 文化和广电旅游体育局; 工商联 does not shorten 工商行政管理局, because what
kind of body it is stands at the end.
"""

from __future__ import annotations

# Characters that join words and mean nothing to an abbreviation.
_JOINING = frozenset("和与及暨、")


def shortens(short: str, full: str) -> bool:
    """Return whether ``short`` keeps the first and the last character of ``full`` and its order.

    >>> shortens("文广旅体局", "文化和广电旅游体育局"), shortens("工商联", "工商行政管理局")
    (True, False)
    """
    if len(short) < 3 or len(short) >= len(full) or short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(char in rest for char in short)


def closeness(short: str, full: str) -> float:
    """Return how much of ``full`` an abbreviation leaves recognisable, from 0 to 1.

    Each kept character speaks for itself and the one after it (words have two characters), so a
    name that keeps one character of every word covers nearly everything.
    """
    if not shortens(short, full):
        return 0.0
    covered: set[int] = set()
    at = -1
    for char in short:
        at = full.index(char, at + 1)
        covered.update((at, at + 1))
    meaning = [i for i, char in enumerate(full) if char not in _JOINING]
    return sum(i in covered for i in meaning) / len(meaning)


def drops_one(short: str, full: str) -> bool:
    """Return whether a single character is left out that means something: a slip, no abbreviation.

    >>> drops_one("交通运局", "交通运输局"), drops_one("海洋渔业局", "海洋与渔业局")
    (True, False)
    """
    if len(full) - len(short) != 1:
        return False
    at = next((i for i, char in enumerate(short) if char != full[i]), len(short))
    return short == full[:at] + full[at + 1 :] and full[at] not in _JOINING


def swaps(one: str, other: str) -> bool:
    """Return whether two names differ by two neighbouring characters in each other's place.

    >>> swaps("改发局", "发改局"), swaps("发改局", "发政局")
    (True, False)
    """
    if len(one) != len(other) or one == other:
        return False
    at = next(i for i, char in enumerate(one) if char != other[i])
    return one[:at] + one[at : at + 2][::-1] + one[at + 2 :] == other


def one_edit(one: str, other: str) -> bool:
    """Return whether one change turns a name into the other: put in, left out, replaced, swapped.

    >>> one_edit("农叶农村局", "农业农村局"), one_edit("住房城乡建设管理委", "住房城乡建设委")
    (True, False)
    """
    if one == other:
        return False
    if len(one) == len(other):
        wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(wrong) == 1:
            return True
        return (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and one[wrong[0]] == other[wrong[1]]
            and one[wrong[1]] == other[wrong[0]]
        )
    short, long = sorted((one, other), key=len)
    at = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    return short[at:] == long[at + 1 :]


def likeness(one: str, other: str) -> float:
    """Return the share of characters that two names have in common, order aside (Dice)."""
    if not one or not other:
        return 0.0
    counts: dict[str, int] = {}
    for char in one:
        counts[char] = counts.get(char, 0) + 1
    shared = 0
    for char in other:
        if counts.get(char, 0):
            counts[char] -= 1
            shared += 1
    return 2 * shared / (len(one) + len(other))
