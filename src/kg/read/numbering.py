"""Automatic numbers of word processors, written out as they are printed.

    printed(3, "chineseCounting") -> 三

The names of the formats are those of OOXML (ISO/IEC 29500, ST_NumberFormat).
"""

from __future__ import annotations

from kg.numerals import DIGITS, LEGAL_DIGITS, LEGAL_UNITS, written

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _roman(number: int) -> str:
    out = ""
    for size, letters in _ROMAN:
        out += letters * (number // size)
        number %= size
    return out


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)


def circled(number: int) -> str:
    """Return ① to ㊿, beyond that the number in brackets."""
    for first, start in ((1, 0x2460), (21, 0x3251), (36, 0x32B1)):
        last = first + (19 if first == 1 else 14)
        if first <= number <= last:
            return chr(start + number - first)
    return f"({number})"


def printed(number: int, form: str) -> str:
    """Return ``number`` in an OOXML number format; unknown formats are decimal."""
    if number < 0 or number > 1_000_000:
        return str(number)
    match form:
        case "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCounting" | \
                "taiwaneseCountingThousand" | "koreanCounting":  # fmt: skip
            return written(number)
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return written(number, LEGAL_DIGITS, LEGAL_UNITS)
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital":
            return "".join(DIGITS[int(digit)] for digit in str(number))
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" | "ideographEnclosedCircle" if number:
            if form == "ideographEnclosedCircle" and number <= 10:
                return chr(0x3280 + number - 1)
            return circled(number)
        case "decimalEnclosedParen" if 1 <= number <= 20:
            return chr(0x2474 + number - 1)
        case "decimalEnclosedFullstop" if 1 <= number <= 20:
            return chr(0x2488 + number - 1)
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
        case "decimalZero":
            return f"{number:02d}"
        case "upperRoman" if 0 < number < 5000:
            return _roman(number).upper()
        case "lowerRoman" if 0 < number < 5000:
            return _roman(number)
        case "upperLetter" if number:
            return _letters(number).upper()
        case "lowerLetter" if number:
            return _letters(number)
        case "ideographTraditional" if 1 <= number <= 10:
            return _STEMS[number - 1]
        case "ideographZodiac" if 1 <= number <= 12:
            return _BRANCHES[number - 1]
        case "none":
            return ""
    return str(number)
