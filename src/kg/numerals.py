"""Chinese numerals: what they mean and how they are written.

value("二十三") -> 23      written(23) -> "二十三"      digits("二○○七") -> "2007"
"""

from __future__ import annotations

DIGITS = "〇一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"  # as sums of money are written
UNITS = "十百千万"
LEGAL_UNITS = "拾佰仟万"
_ZERO = LEGAL_DIGITS[0]
_VALUES = {char: i for i, char in enumerate(DIGITS)} | {_ZERO: 0, "两": 2}
# The zero of a year is printed as any round sign.
_ROUND = "○ＯOoΟО◯０" + _ZERO
_PRINTED = str.maketrans(_ROUND + DIGITS, "0" * len(_ROUND) + "0123456789")


def value(word: str) -> int:
    """Return what a numeral below a thousand means.

    >>> [value(word) for word in ("三", "十二", "二十", "两百")]
    [3, 12, 20, 200]
    """
    total = current = 0
    for char in word:
        if char in UNITS[:2]:
            total += (current or 1) * 10 ** (UNITS.index(char) + 1)
            current = 0
        else:
            current = _VALUES[char]
    return total + current


def written(number: int, digits: str = DIGITS, units: str = UNITS) -> str:
    """Return a number below 100,000 in Chinese, others in digits.

    >>> [written(number) for number in (0, 10, 14, 20, 105)]
    ['〇', '十', '十四', '二十', '一百零五']
    """
    if number >= 100_000 or number < 0:
        return str(number)
    if number == 0:
        return digits[0]
    out, gap = "", False
    for power in (4, 3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += (_ZERO if gap else "") + digits[digit] + (units[power - 1] if power else "")
            gap = False
        elif out:
            gap = True
    return out.removeprefix(digits[1]) if 10 <= number < 20 and digits is DIGITS else out


def digits(text: str) -> str:
    """Return a text whose Chinese digits are written as figures, one by one.

    >>> digits("二○○七")
    '2007'
    """
    return text.translate(_PRINTED)
