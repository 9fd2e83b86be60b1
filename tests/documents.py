"""Makes the generated parts of README and docs: ``python -m tests.documents`` after a change."""

from __future__ import annotations

import csv
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
GOLD = ROOT / "tests" / "gold"
_KINDS = ("tasks", "units", "roles", "leaders", "targets", "bounds", "projects")
_SETS = {
    "shengsi-2024-5": "嵊政办发〔2024〕5号（真实 real）",
    "layouts": "公开样例版式 sample layouts",
    "own": "虚构通知一 invented, first set",
    "own2": "虚构通知二 invented, second set",
    "own3": "难例 hard cases",
    "own4": "虚构通知三 invented, third set",
    "own6": "虚构通知四 invented, fourth set",
    "own7": "虚构通知五 invented, fifth set",
    "own8": "虚构通知六 invented, sixth set",
    "own9": "虚构通知七 invented, seventh set",
    "own11": "虚构通知八 invented, eighth set",
    "own12": "虚构通知九 invented, ninth set",
    "own13": "虚构通知十 invented, tenth set",
    "own15": "虚构通知十一 invented, eleventh set",
    "own16": "虚构通知十二 invented, twelfth set",
    "own17": "虚构通知十三 invented, thirteenth set",
    "own18": "虚构通知十四 invented, fourteenth set",
    "own19": "虚构通知十五 invented, fifteenth set",
    "own20": "虚构通知十六 invented, sixteenth set",
    "own21": "虚构通知十七，仿真实汇编 invented, in the manner of compiled real ones",
    "own22": "虚构通知十八 invented, eighteenth set",
    "own23": "虚构通知十九 invented, nineteenth set",
    "own24": "虚构通知二十 invented, twentieth set",
    "own25": "虚构通知二十一 invented, twenty-first set",
    "own27": "虚构通知二十二 invented, twenty-second set",
    "own28": "虚构通知二十三 invented, twenty-third set",
    "own29": "虚构通知二十四 invented, twenty-fourth set",
    "own5": "项目表 tables of projects",
}


def commands() -> str:
    """Return the table of commands, from their own help."""
    from kg.cli import cli

    rows = ["| 命令 command | 作用 does |", "|---|---|"]
    for name, command in sorted(cli.commands.items()):
        first = re.sub(r"\s+", " ", (command.help or "").strip().split("\n\n")[0])
        rows.append(f"| `kg {name}` | {first} |")
    return "\n".join(rows)


def settings() -> str:
    """Return the table of settings."""
    from kg.settings import Settings

    rows = ["| 变量 variable | 默认 default | 含义 meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`" if field.default != "" else ""
        rows.append(f"| `KG_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


def accuracy() -> str:
    """Return the table of ``kg evaluate``, a row a set."""
    from kg.evaluate import evaluate

    rows = ["| | 份数 notices | " + " | ".join(_KINDS) + " |", "|---|---:|" + "---:|" * len(_KINDS)]
    for name, label in _SETS.items():
        if not (GOLD / name).exists():
            continue
        result = evaluate(GOLD / name)
        scores = result.total.scores
        cells = ["–" if scores[kind].empty else f"{scores[kind].f1:.3f}" for kind in _KINDS]
        rows.append(f"| {label} | {len(result.files)} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def first_readings() -> str:
    """Return the table of first readings (``tests/gold/first-readings.tsv``), the latest first."""
    with (GOLD / "first-readings.tsv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t"))
    kinds = [kind for kind in found[0] if kind not in ("set", "notices", "read")]
    rows = ["| | 份数 notices | 读于 read | " + " | ".join(kinds) + " |"]
    rows.append("|---|---:|---|" + "---:|" * len(kinds))
    for row in found:
        cells = " | ".join(row[kind] for kind in kinds)
        rows.append(f"| {row['set']} | {row['notices']} | {row['read']} | {cells} |")
    return "\n".join(rows)


def answer() -> str:
    """Return what the worked question prints."""
    import tempfile

    import kg

    with tempfile.TemporaryDirectory() as folder, kg.open_store(Path(folder) / "store") as store:
        kg.load([ROOT / "data" / "notices"], store)
        records = kg.run_query(store, "targets", {"unit": "县农业农村局"})
    signs = {"eq": "=", "ge": "≥", "le": "≤", "gt": ">", "lt": "<", "approx": "≈"}
    rows = ["| 指标 indicator | | 数值 value | 原文 sentence |", "|---|---|---|---|"]
    for record in records:
        sign = signs[record["bound"].rsplit("#")[-1]]
        value = f"{record['value']}{record['unitText']}"
        rows.append(f"| {record['indicatorLabel']} | {sign} | {value} | {record['sentence']} |")
    return "\n".join(rows)


PARTS = {
    "commands": (commands, ["docs/using.md"]),
    "settings": (settings, ["docs/operating.md"]),
    "accuracy": (accuracy, ["docs/accuracy.md"]),
    "answer": (answer, ["README.md", "README.en.md"]),
    "first-readings": (first_readings, ["README.md", "README.en.md", "docs/accuracy.md"]),
}
"""Part → what makes it, and the pages that hold it."""


def part(text: str, name: str) -> str:
    """Return the generated part ``name`` of a page."""
    match = re.search(rf"<!-- {name} -->\n(.*?)\n?<!-- /{name} -->", text, re.DOTALL)
    assert match, f"the page has no part {name}"
    return match[1]


def main() -> None:
    """Write the parts into their pages."""
    for name, (make, pages) in PARTS.items():
        block = f"<!-- {name} -->\n{make()}\n<!-- /{name} -->"
        for page in pages:
            path = ROOT / page
            text = path.read_text("utf-8")
            part(text, name)
            pattern = rf"<!-- {name} -->.*?<!-- /{name} -->"
            path.write_text(re.sub(pattern, lambda _, b=block: b, text, flags=re.DOTALL), "utf-8")  # type: ignore[misc]


if __name__ == "__main__":
    main()
