"""Each entry of a report as a comment on its words.

A comment stands on the first place of its entry and names the others. What has no place in the
body (an entry about the notice as a whole, words of a header, where Word allows no comments) stands
on the first paragraph; words that an automatic number prints, on the paragraph that it numbers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lxml import etree

from kg.errors import UsageError
from kg.model import Source
from kg.read.archive import Archive
from kg.read.characters import sound
from kg.read.docx import Atom, Traced, related_of, trace
from kg.read.wordml import OURS, W
from kg.validate.formats import words
from kg.validate.report import Entry, Mark, Report
from kg.validate.word.origins import Origins, Point, Range
from kg.validate.word.package import patched, xml
from kg.validate.word.runs import Edge, put, text

_INITIALS = "图谱"
_W = W[1:-1]
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_OTHERS_SHOWN = 5


def commented(data: bytes, report: Report, *, lang: str = "zh", at: datetime | None = None) -> bytes:
    """Return the docx with a comment for each entry of the report.

    Args:
        data: The docx that the report is about.
        report: What was found in it.
        lang: ``zh`` or ``en``, of the comments.
        at: When; now unless given.

    Raises:
        UsageError: The report is about another file.
    """
    traced = traced_for(data, report)
    origins = Origins(traced)
    notes = _Notes(data, traced, at or datetime.now(UTC))
    body = traced.parts[traced.main.lower()]
    anchors: list[tuple[Point, bool, int]] = []
    for entry in report.entries:
        found = _place(entry, origins, body)
        number = notes.add(report, entry, lang)
        anchors += [(found.start, True, number), (found.end, False, number)]
    # From the end to the front, so that the points before stay where they are.
    for point, opens, number in sorted(anchors, reverse=True):
        edge: Edge = "start" if opens else "end"
        put(origins.atoms[point.atom], point.offset, _marks(opens, number), around_field=edge)
    return patched(data, {traced.main: xml(body), **notes.parts()})


def traced_for(data: bytes, report: Report) -> Traced:
    """Return the trace of a docx whose report this is."""
    traced = trace(data, Source("", "", "", len(data)))
    if traced.text.content != report.text:
        raise UsageError(
            "报告不是这份文件的，请重新校验后再写回。", "The report is about another file: validate this one."
        )
    return traced


def _place(entry: Entry, origins: Origins, body: Any) -> Range:
    """Return the words that a comment encloses: those of one story, the body's own or a text box's."""
    if entry.marks:
        found = origins.words(entry.marks[0].span)
        story = _story(origins.atoms[found.start.atom])
        if story.getroottree().getroot() is body:
            while _story(origins.atoms[found.end.atom]) is not story:
                number = found.end.atom - 1
                found = Range(found.start, Point(number, len(origins.atoms[number].text)))
            return found
    return _first_paragraph(origins, body)


def _first_paragraph(origins: Origins, body: Any) -> Range:
    for number, atom in enumerate(origins.atoms):
        if atom.text.strip() and _story(atom) is body:
            last = max(n for n, other in enumerate(origins.atoms) if other.paragraph is atom.paragraph)
            return Range(Point(number, 0), Point(last, len(origins.atoms[last].text)))
    raise UsageError("文件里没有可以加批注的段落。", "No paragraph of the file can bear a comment.")


def _story(atom: Atom) -> Any:
    """Return what a comment must not reach beyond: the text box that holds an atom, else its part."""
    box = next(atom.paragraph.iterancestors(W + "txbxContent"), None)
    return atom.paragraph.getroottree().getroot() if box is None else box


def _marks(opens: bool, number: int) -> list[Any]:
    """Return what opens or closes a comment's range; the reference follows its end."""
    if opens:
        return [etree.Element(W + "commentRangeStart", {W + "id": str(number)})]
    run = etree.Element(W + "r")
    etree.SubElement(run, W + "commentReference", {W + "id": str(number)})
    return [etree.Element(W + "commentRangeEnd", {W + "id": str(number)}), run]


class _Notes:
    """The part with the comments: the one that the file has, or a new one with its relationship."""

    def __init__(self, data: bytes, traced: Traced, at: datetime) -> None:
        self._archive = Archive(data, "docx")
        self._main = traced.main
        self._at = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        related = related_of(self._archive, traced.main)
        known = next((target for kind, target in related.values() if kind == "comments"), None)
        self._is_new = known is None or known not in self._archive
        folder = traced.main.rpartition("/")[0]
        self._part = f"{folder}/comments.xml".lstrip("/") if known is None else known
        if self._is_new:
            self._root = etree.Element(W + "comments", nsmap={"w": _W})
        else:
            self._root = self._archive.xml(self._part)
        used = [one.get(W + "id", "") for one in self._root.iter(W + "comment")]
        self._next = max((int(one) for one in used if one.isdecimal()), default=-1) + 1

    def add(self, report: Report, entry: Entry, lang: str) -> int:
        """Add a comment and return its number."""
        number, self._next = self._next, self._next + 1
        attributes = {"id": str(number), "author": OURS, "date": self._at, "initials": _INITIALS}
        comment = etree.SubElement(self._root, W + "comment", {W + k: v for k, v in attributes.items()})
        for line in said(report, entry, lang):
            run = etree.SubElement(etree.SubElement(comment, W + "p"), W + "r")
            run.append(text(sound(line, " ")))
        return number

    def parts(self) -> dict[str, bytes]:
        """Return the parts that are written anew for the comments."""
        parts = {self._part: xml(self._root)}
        if self._is_new:
            folder, _, name = self._main.rpartition("/")
            parts |= self._related(f"{folder}/_rels/{name}.rels".lstrip("/"))
            parts |= self._typed("[Content_Types].xml")
        return parts

    def _related(self, path: str) -> dict[str, bytes]:
        if path in self._archive:
            root = self._archive.xml(path)
        else:
            root = etree.Element(f"{{{_RELATIONS}}}Relationships")
        used = {one.get("Id") for one in root}
        number = next(f"rIdZeren{n}" for n in range(len(used) + 1) if f"rIdZeren{n}" not in used)
        for one in [one for one in root if one.get("Type") == _KIND]:  # it leads to a part that is not there
            root.remove(one)
        attributes = {"Id": number, "Type": _KIND, "Target": f"/{self._part}"}
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", attributes)
        return {path: xml(root)}

    def _typed(self, path: str) -> dict[str, bytes]:
        root = self._archive.xml(path)
        name = f"/{self._part}"
        if any(str(one.get("PartName")).lower() == name.lower() for one in root):
            return {}
        attributes = {"PartName": name, "ContentType": _MEDIA_TYPE}
        etree.SubElement(root, f"{{{_TYPES}}}Override", attributes)
        return {path: xml(root)}


def said(report: Report, entry: Entry, lang: str) -> list[str]:
    """Return the lines of a comment: severity and rule, message, repair, other places."""
    colon, between = (": ", ", ") if lang == "en" else ("：", "、")
    lines = [f"{words.severity(entry.severity, lang)}{colon}{entry.rule.name(lang)}", entry.text(lang)]
    if mended := words.repair(entry, lang):
        lines.append(f"{'Repair' if lang == 'en' else '改法'}{colon}{mended}")
    if entry.consequences:
        shown = [one.text(lang) for one in entry.consequences[:_OTHERS_SHOWN]]
        lines += [f"{words.follows(entry, lang)}{colon}", *shown]
        if len(entry.consequences) > len(shown):
            lines.append(words.more(len(entry.consequences) - len(shown), lang))
    others = list(dict.fromkeys(_other(report, mark, lang) for mark in entry.marks[1:] if mark.words.strip()))
    if others:
        shown = others[:_OTHERS_SHOWN]
        if len(others) > len(shown):
            shown.append(words.more(len(others) - len(shown), lang))
        lines.append(f"{'See also' if lang == 'en' else '另见'}{colon}{between.join(shown)}")
    return lines


def _other(report: Report, mark: Mark, lang: str) -> str:
    """Return another place of an entry: 表 2 第 3 行第 4 列“县财政局”."""
    said = " ".join(mark.words.split())
    return f"{words.spot(report.place(mark), lang)}“{said[:30]}{'…' if len(said) > 30 else ''}”"
