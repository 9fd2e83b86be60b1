"""Figures as an office reads them: 增长 ≥ 6 %, 26.67, 9.16 亿元; the exact figure stays beside them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_SIGNS = {"ge": "≥ ", "le": "≤ ", "gt": "> ", "lt": "< ", "approx": "≈ "}
_CHANGES = {"zh": {"increase": "增长 ", "decrease": "下降 "}, "en": {"increase": "up ", "decrease": "down "}}
_YI, _MILLION, _WAN = Decimal(10**8), Decimal(10**6), Decimal(10**4)
_SMALL = 3  # significant digits of what is below 0.1


def exact(value: Decimal) -> str:
    """Write a number with separators, all its digits and no trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal) -> Decimal:
    """Return a number as the eye takes it in: two decimals, below 0.1 three significant digits."""
    places = Decimal("0.01")
    if value and abs(value) < Decimal("0.1"):
        places = Decimal(1).scaleb(value.adjusted() - _SMALL + 1)
    if value.as_tuple().exponent >= places.as_tuple().exponent:  # type: ignore[operator]
        return value
    return value.quantize(places, ROUND_HALF_UP)


def money(value: Decimal, lang: str) -> tuple[str, str]:
    """Return an amount of yuan as readers write it, 9.16 亿元 or ¥916 M, and exactly."""
    if lang == "en":
        scale, form = (_MILLION, "¥{} M") if abs(value) >= _MILLION else (Decimal(1), "¥{}")
    elif abs(value) >= _YI:
        scale, form = _YI, "{} 亿元"
    else:
        scale, form = (_WAN, "{} 万元") if abs(value) >= _WAN else (Decimal(1), "{} 元")
    whole = "¥{}" if lang == "en" else "{} 元"
    return form.format(exact(rounded(value / scale))), whole.format(exact(value))


def promise(change: str, bound: str, value: Decimal, unit: str, lang: str) -> str:
    """Write what a target promises, 增长 ≥ 6 %, from the codes of change and bound, value and unit."""
    return f"{_CHANGES[lang].get(change, '')}{_SIGNS.get(bound, '')}{exact(value)} {unit}".strip()
