"""What was not understood, was repaired or is doubtful: output, not silence.

Each finding quotes the words, says where they stand and, where a repair is certain, gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import identity, model
from kg.extract import ItemFacts, ListFacts, NoticeFacts, SectionFacts
from kg.extract.duties import UNIT_KINDS
from kg.extract.extract import every_item
from kg.extract.money import MONEY
from kg.model import Finding, Severity, Span
from kg.parse.bodies import is_whole
from kg.parse.document import Item, ItemList, Section
from kg.parse.lines import Line, narrow
from kg.registry import patterns
from kg.registry.measures import measures
from kg.resolve.jurisdiction import Doubt
from kg.resolve.merging import folded
from kg.resolve.name_findings import name_findings
from kg.resolve.resolver import Resolver
from kg.resolve.unread import unread_findings

_CN_DIGITS = str.maketrans("〇○零Ｏ０一二三四五六七八九", "00000" + "123456789")
NO_VALUE = " -—–―－/／\\无"  # how a cell says that there is nothing


def iso_date(line: Line | None) -> str | None:
    """Return YYYY-MM-DD of a printed date, None where it is no day of the calendar."""
    if line is None:
        return None
    titles = patterns.load("titles")
    for name in ("date", "iso_date"):
        match = titles[name].search(narrow(line.text))
        if match:
            return f"{int(match['year']):04d}-{int(match['month']):02d}-{int(match['day']):02d}"
    match = titles["cn_date"].search(line.text)
    if match:
        month, day = identity.ordinal(match["month"]), identity.ordinal(match["day"])
        return f"{match['year'].translate(_CN_DIGITS)}-{month:02d}-{day:02d}"
    return None


_NUMBER = re.compile(
    r"(?<=[一-龥”）)])(?P<number>\d+(?:\.\d+)?)(?P<scale>[万亿])?(?P<more>及?以上|以下|以内|左右)?(?=$|[，,。；;、）)])(?!、\d)"
)
# What a number is that has no unit: a name, an order, a date, a ratio.
_RATIO = re.compile(r"指数|系数|容积率|弹性|倍差|比值|之比|[A-Za-z]值|评分|得分|汇率")
_STATED = re.compile(r"[（(](?:单位[：:])?(?P<unit>[^（）()]{1,10})[)）]\s?[^\d，。；（）()]{0,6}$")
_UNITLESS = re.compile(
    r"(?:第|前|后|附[件表录]|[国省县乡]道|热线|电话|平台|邮编|编号|序号|代码|型号?|版本?|线|年|月|日|号|岁"
    r"|[一-龥]{2,6}工程|计划|行动|战略|规划|愿景|议程)$"
)
_COUNTED_PROJECT = re.compile(r"(?:提升|改造|整治|修复|建设|治理|维修|修缮)工程$")
_COMMITS = re.compile(
    r"新增|净增|新建|新开|扩建|续建|改造|更换|疏浚|清淤|铺设|拆除|种植|发放|减少|淘汰|培训|配备|设立|开通|完成|建成|建设|实现|达到|达|增长|提高|提升|下降|降低|压减|培育|引进|引育|招引|投用|打造|创成|创建"
    r"|举办|开展|实施|推进|安装|购置|放流|修复|整治|控制在|不低于|不少于|不超过|确保|力争|突破|超|吞吐量|总额|总量|产值|收入"
)
_PAST = re.compile(
    r"(?P<to>到|至)?(?P<year>20\d\d)年(?!以来|以前|同期|基础|基数|水平|底数|的|相比|已|起|[、至—-]|\d?\d月)(?P<rest>[^，,。；;：:]*)"
)
_ACTS = re.compile(
    r"(?:全年|全县|全市|全区|再)?(?:创成|创建|建成|完成|新增|新建|新开|净增|改造|实施|开展|培育|引进|招引|举办|投用|打造|发放|安装)"
)
_REACHED = re.compile(r"已|了|累计|共|以来|首次|曾|去年|上年|获|荣|实绩|完成率|为\d")
_ANNEX_LINE = re.compile(
    r"(?m)^[#\s　]*附[ 　]?[件表录][ 　]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})?(?P<rest>.*)$"
)


class Findings:
    """Gathers the findings of one notice."""

    def __init__(self, facts: NoticeFacts, jurisdiction: model.Place | None) -> None:
        self._facts = facts
        self._document = facts.document
        self._content = facts.document.text.content
        self._jurisdiction = jurisdiction
        self._found: list[Finding] = []
        self._without_unit = False

    def _add(
        self,
        severity: Severity,
        code: str,
        zh: str,
        en: str,
        spans: tuple[Span, ...],
        about: str | None = None,
        repair: str | None = None,
    ) -> None:
        self._found.append(Finding(severity, code, zh, en, spans, about, repair))

    def _quote(self, spans: tuple[Span, ...]) -> str:
        """Return the quoted words: of a long passage, its beginning."""
        if not spans:
            return ""
        words = re.sub(r"\s+", "", self._content[spans[0].start : spans[0].end])
        return words if len(words) <= 24 else words[:23] + "…"

    # --- called while assembling ----------------------------------------------------------------

    def doubtful_jurisdiction(self, doubt: Doubt, spans: tuple[Span, ...]) -> None:
        """The notice's place is ambiguous, inferred or of another time; or no table knows it."""
        severity: Severity = "info" if doubt.kind == "unknown" else "warning"
        self._add(severity, "doubtful-jurisdiction", doubt.zh, doubt.en, spans)

    def unmatched_row(self, row: ItemFacts) -> None:
        """A row of the annex has no item in the list."""
        spans = row.body.spans()
        self._add(
            "warning",
            "unmatched-row",
            f"附表的一行在清单中没有对应条目：“{self._quote(spans)}”，请核对名称。",
            f"A row of the annex has no item in the list: “{self._quote(spans)}”; check its name.",
            spans,
        )

    def unmatched_group(self, label: Line) -> None:
        """A subtotal of the annex is of a category that the list does not have."""
        self._add(
            "warning",
            "unmatched-row",
            f"附表的类别“{self._quote(label.spans())}”在清单中没有对应的标题，请核对清单和附表。",
            f"The category “{self._quote(label.spans())}” of the annex has no heading in the list.",
            label.spans(),
        )

    def compare_row(self, item: ItemFacts, name: Line, content: Line, row: ItemFacts) -> None:
        """The list item and its row must say the same."""
        pairs = [
            ("名称", "name", name, row.cells.get("name")),
            ("建设内容", "content", content, row.cells.get("content")),
        ]
        for zh, en, listed, cell in pairs:
            if cell is None or folded(listed.text) == folded(cell.text):
                continue
            spans = (*listed.spans(), *cell.spans())
            self._add(
                "warning",
                "row-differs",
                f"第{item.number_text}项的{zh}在清单与附表中不一致：“{self._quote(listed.spans())}”与“{self._quote(cell.spans())}”，请统一。",
                f"Item {item.number_text}: {en} differs between list and annex; make them the same.",
                spans,
            )

    # --- called at the end ----------------------------------------------------------------------

    def of(self, notice: model.Notice, resolver: Resolver) -> tuple[Finding, ...]:
        """Return all findings, in the order of the text."""
        self._found.extend(self._document.text.findings)
        self._found.extend(unread_findings(self._facts.account.unread, self._content))
        self._frame(notice)
        self._announced()
        self._annexes()
        self._cut_off()
        self._page_ends()
        self._misprints()
        self._numbering()
        self._items()
        self._found.extend(name_findings(notice, self._jurisdiction))
        self._stray_marks()
        ordered = sorted(
            dict.fromkeys(self._found),
            key=lambda f: (f.evidence[0].start if f.evidence else -1, f.code, f.message),
        )
        return tuple(ordered)

    def _frame(self, notice: model.Notice) -> None:
        if notice.jurisdiction is None:
            self._add(
                "info",
                "no-jurisdiction",
                "未能确定本通知的辖区，同名单位无法与其他地方的区分认定。",
                "The jurisdiction is not named; the bodies are kept apart from those of every place.",
                (),
            )
        if not notice.tasks and not notice.projects:
            spans = self._annex_mention()
            self._add(
                "warning" if spans else "info",
                "missing-annex" if spans else "no-tasks",
                "文中没有任务或项目" + ("，提到的附件不在文中，请补上附件后再转换。" if spans else "。"),
                "The text holds no task or project"
                + (
                    "; an annex that it names is not in it: add the annex and convert again."
                    if spans
                    else "."
                ),
                spans,
            )

    def _annex_mention(self) -> tuple[Span, ...]:
        for line in self._document.header.letter:
            match = re.search(r"附件|印发给?你们", line.text)
            if match:
                return (line.span(*match.span()),)
        title = self._document.header.title
        return title.spans() if title and "印发" in title.text else ()

    def _announced(self) -> None:
        """What the letter announces between 《》 must be in the text."""
        if not self._facts.lists:
            return
        titles = [folded(items.title.text) for items in self._document.lists if items.title]
        own = self._document.header.title
        for line in self._document.header.letter:
            if not re.search(r"印发|同意|公布|附件", line.text):
                continue
            for match in re.finditer(r"《([^《》]{6,60})》", line.text):
                named = folded(match[1])
                if not patterns.load("titles")["list_title"].search(match[1]):
                    continue
                if any(named in title or title in named or _alike(named, title) for title in titles):
                    continue
                if own is not None and named in folded(own.text) and not titles:
                    continue
                self._add(
                    "warning",
                    "missing-annex",
                    f"文中提到的“{match[1]}”不在文中，请核对是否缺附件。",
                    f"“{match[1]}” is announced and is not in the text; check for a missing annex.",
                    (line.span(match.start(1), match.end(1)),),
                )

    def _annexes(self) -> None:
        """An annex that the letter lists or the body names must be in the text."""
        if not self._facts.lists:
            return
        there: set[int] = set()  # the numbers of annexes that begin in the text
        named = False  # an annex without number does
        for line in _ANNEX_LINE.finditer(self._content):
            number = identity.ordinal(line["number"])
            rest = line["rest"].strip(" 　：:")
            if number is not None:
                there.add(number)
            elif not rest:
                named = True
            else:
                self._announcement(line, rest, there)
        last = max((span.start for items in self._document.lists for span in _first_line(items)), default=0)
        for match in re.finditer(
            r"(?P<named>(?:见|按照?|依照|参照)(?:本通知)?)?(?P<annex>附[件表录]\s?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})?)|附后",
            self._content,
        ):
            line_start = self._content.rfind("\n", 0, match.start()) + 1
            if not self._content[line_start : match.start()].strip(" 　#*") and not match["named"]:
                continue  # the line is the annex's own, or its announcement
            number = identity.ordinal(match["number"])
            if number is not None:
                absent = number not in there and not (number == 1 and named)
            else:
                absent = bool(match["named"] or not match["annex"]) and not (
                    there or named or match.start() < last
                )
            if absent:
                begin, end = match.span("annex") if match["annex"] else match.span()
                words = self._content[begin:end]
                self._add(
                    "warning",
                    "missing-annex",
                    f"正文提到“{words}”，文件中没有，请补上，或改正文中的说法。",
                    f"The text names “{words}”, which is not in the file: add it, or correct the words.",
                    (Span(begin, end),),
                )

    def _announcement(self, line: re.Match[str], rest: str, there: set[int]) -> None:
        """附件：1.… 2.…: each title stands again where the annex begins."""
        at = line.start("rest") + line["rest"].index(rest)
        titles = [(re.match(r"1[.、．]", rest), at, rest)]
        following = line.end() + 1
        number = 2
        while titles[0][0] and (
            more := re.compile(rf"[ 　\t]*(?P<title>{number}[.、．][^\n]{{2,60}}[^\n。；;])(?:\n|$)").match(
                self._content, following
            )
        ):
            titles.append((re.match(r"\d{1,2}[.、．]", more["title"]), more.start("title"), more["title"]))
            following, number = more.end(), number + 1
        if len(titles) == 1:
            there.add(1)
            if not titles[0][0]:
                return  # one annex: its line may be the head of the list below
        for number, (mark, begin, title) in enumerate(titles, 1):
            words = title[mark.end() :].strip() if mark else title
            again = folded(words) in folded(self._content[following:])
            if again or len(titles) == 1:
                there.add(number)
                continue
            if re.search(rf"(?m)^[ 　#]*附[件表录][ 　]?{number}[ 　：:]*", self._content[following:]):
                continue
            begin += mark.end() if mark else 0
            self._add(
                "warning",
                "missing-annex",
                f"所列附件“{words}”不在文件中，请补上。",
                f"The annex “{words}” is listed and is not in the file: add it.",
                (Span(begin, begin + len(words)),),
            )

    def _cut_off(self) -> None:
        """A text that ends inside a sentence or a list of bodies was cut."""
        last: Item | None = None
        for items in self._document.lists:
            for item in _items_below(items.items, items.sections):
                if not item.cells:
                    last = item
        if last is None:
            return
        spans = [label.content.span() for label in last.labels if label.content.text] or list(
            last.body.spans()
        )
        end = max(span.end for span in spans)
        if self._content[end:].strip(" \n\t　。"):
            return
        label = next((one for one in reversed(last.labels) if one.content.text), None)
        words = label.content if label is not None else last.body
        ends = self._content[end - 1 : end + 1]
        whole = "。" in ends or (
            is_whole(re.split(r"[、，,；;]", words.text)[-1])
            if label is not None and label.kind in UNIT_KINDS and not label.inline
            else words.text[-1] in "。；;！）)]】" or label is not None
        )
        if whole:
            return
        self._add(
            "warning",
            "truncated",
            f"文本似乎在此中断：“…{words.text[-12:]}”，其后的内容没有读到。",
            f"The text seems to be cut off here: “…{words.text[-12:]}”; what follows was not read.",
            (words.span(max(0, len(words) - 12)),),
        )

    def _page_ends(self) -> None:
        for span in self._document.joined:
            if span.end - span.start > 40:
                continue
            around = (Span(max(0, span.start - 6), min(len(self._content), span.end + 6)),)
            words = self._content[around[0].start : around[0].end]
            self._add(
                "info",
                "page-break",
                f"句子或名称被换页断开，已连成一句：“{re.sub(chr(10), '⏎', words)}”。",
                "A page end cuts a sentence or name; it was joined.",
                (span,) if self._content[span.start : span.end].strip() == "" else around,
                repair="" if self._content[span.start : span.end].strip() == "" else None,
            )

    def _misprints(self) -> None:
        file = patterns.load("misprints")
        right = {row["name"]: row["right"] for row in file.rows}
        for name, pattern in file.patterns.items():
            for match in pattern.finditer(self._content):
                spans = (Span(*match.span()),)
                self._add(
                    "warning",
                    "missing-character",
                    f"“{match.group()}”疑有漏字或错字，应为“{right[name]}”。",
                    f"“{match.group()}” seems misprinted for “{right[name]}”.",
                    spans,
                    repair=right[name],
                )

    def _numbering(self) -> None:
        for facts in self._facts.lists:
            ends: dict[str, int] = {}
            for run in _runs(facts):
                by_style: dict[str, list[tuple[str, Line]]] = {}
                for text, line in run:
                    by_style.setdefault(_style(text), []).append((text, line))
                for style, numbers in by_style.items():
                    end = self._sequence(numbers, ends.get(style))
                    if end is not None:
                        ends[style] = end

    def _sequence(self, numbers: list[tuple[str, Line]], before: int | None) -> int | None:
        """Check one run of siblings; a run may restart at 1 or go on from the run before."""
        previous: int | None = None
        for text, line in numbers:
            value = identity.ordinal(text)
            if value is None:
                continue
            if previous is None:
                if value != 1 and value == before:
                    self._repeated(text, line)
                elif value != 1 and before is not None and value != before + 1:
                    self._gap(before, value, line)
            elif value == previous:
                self._repeated(text, line)
            elif value == 1:
                self._add(
                    "warning",
                    "number-restarts",
                    f"序号从{previous}重新回到1：“{self._quote(line.spans())}”，请核对。",
                    f"The numbering restarts at 1 after {previous}; check it.",
                    line.spans(),
                )
            elif value != previous + 1:
                self._gap(previous, value, line)
            previous = value
        return previous if previous is not None else before

    def _repeated(self, text: str, line: Line) -> None:
        self._add(
            "warning",
            "number-repeated",
            f"序号{text}重复：“{self._quote(line.spans())}”，请改为连续编号。",
            f"The number {text} repeats; number the items in sequence.",
            line.spans(),
        )

    def _gap(self, previous: int, value: int, line: Line) -> None:
        self._add(
            "warning",
            "number-gap",
            f"序号从{previous}跳到{value}：“{self._quote(line.spans())}”，请核对是否缺项或编错。",
            f"The numbering jumps from {previous} to {value}; check for a missing item.",
            line.spans(),
        )

    def _items(self) -> None:
        for document_list, facts in zip(self._document.lists, self._facts.lists, strict=True):
            for item in every_item(facts):
                if item.deadline is not None and item.deadline.date is None:
                    self._add(
                        "info",
                        "unread-deadline",
                        f"时限“{item.deadline.text}”没有换算成日期。",
                        f"The deadline “{item.deadline.text}” was not made a date.",
                        item.deadline.spans,
                    )
                self._money(item)
                self._bare_numbers(item)
                self._past(item)
            for printed in _items_below(document_list.items, document_list.sections):
                for label in printed.labels:
                    if label.kind in UNIT_KINDS and not label.content.text and printed.body.text:
                        self._add(
                            "warning",
                            "label-without-list",
                            f"“{label.word}”之后没有单位：“{self._quote(printed.body.spans())}”。",
                            f"No body follows the label of “{self._quote(printed.body.spans())}”.",
                            printed.body.spans(),
                        )
            for section in _sections(facts.sections):
                if not section.leaders and re.search(
                    r"(?:牵头|主抓|领衔)(?:重点|主要)?(?:工作|任务)", section.heading.text
                ):
                    self._add(
                        "warning",
                        "leader-unread",
                        f"标题中的领导没有读出：“{self._quote(section.heading.spans())}”。",
                        "The leader in a heading was not read.",
                        section.heading.spans(),
                    )

    def _bare_numbers(self, item: ItemFacts) -> None:
        """新增充电桩60以上: the number of a commitment, without a unit of measure."""
        words = item.cells.get("content", item.body)
        quoted = [match.span() for match in re.finditer(r"“[^”]*”|《[^》]*》", words.text)]
        for match in _NUMBER.finditer(words.text):
            start, end = match.span()
            clause = re.split(r"[，,。；;：:]", words.text[:start])[-1]
            bare = not (match["scale"] or match["more"])
            if _UNITLESS.search(clause) and not _COUNTED_PROJECT.search(clause):
                continue
            if _RATIO.search(clause) or any(a < start < b for a, b in quoted):
                continue
            if bare and (re.fullmatch(r"(?:19|20)\d\d", match["number"]) or match["number"].endswith(".0")):
                continue
            if not _COMMITS.search(clause):
                continue
            stated = _STATED.search(words.text, 0, start)
            if stated and stated["unit"] in measures().forms:
                continue  # its unit stands before it: 工业投资（亿元）47
            said = clause[-12:] + words.text[start:end]
            self._add(
                "warning",
                "number-without-unit",
                f"“{said}”的数字没有计量单位，请在数字之后写明（个、%、万吨……）。",
                f"The number in “{said}” has no unit of measure; write it after the number (个, %, 万吨 …).",
                (words.span(start, end),),
            )

    def _past(self, item: ItemFacts) -> None:
        """力争2022年…4个 in a notice of 2024: what is still to be done cannot lie before its issue."""
        issued = iso_date(self._document.header.issued)
        year = int(issued[:4]) if issued else min(self._facts.years, default=0)
        words = item.cells.get("content", item.body)
        known = set(item.deadline.spans) if item.deadline is not None else set()
        quoted = [match.span() for match in re.finditer(r"“[^”]*”|《[^》]*》|[（(][^）)]*[）)]", words.text)]
        for match in _PAST.finditer(words.text):
            start = match.start("year")
            clause = re.split(r"[，,。；;：:]", words.text[:start])[-1]
            if int(match["year"]) >= year or any(a < start < b for a, b in quoted):
                continue
            if re.search(r"[较比同自从以在对超]$", clause) or _REACHED.search(clause + match["rest"]):
                continue
            wanted = re.search(
                r"力争|确保|争取|努力|计划|预计|实现|达到|完成|全年|年内", clause + match["rest"]
            )
            # Without such a word it may be what was reached: 2023年全县粮食总产9.58亿斤.
            if not wanted and (clause or not _ACTS.match(match["rest"])):
                continue
            if not re.search(r"\d|[一二两三四五六七八九十]+[个家项座所处条]|完成|全面|建成", match["rest"]):
                continue
            span = words.span(start, match.end("year") + 1)
            if any(span.start < other.end and other.start < span.end for other in known):
                continue
            self._add(
                "warning",
                "target-in-past",
                f"“{words.text[start : match.end()]}”：{match['year']}年早于成文的年份 {year}，请核对年份。",
                f"The year in “{words.text[start : match.end()]}” is before that of issue, {year}; check it.",
                (span,),
            )

    def _money(self, item: ItemFacts) -> None:
        """A cell of money holds a number, and the table says what of."""
        for kind in MONEY:
            cell = item.cells.get(kind)
            if cell is None or kind in item.money or not cell.text.strip(NO_VALUE):
                continue
            self._add(
                "warning",
                "unread-amount",
                f"金额“{self._quote(cell.spans())}”不是数字，请只写数字，单位写在表头。",
                f"The amount “{self._quote(cell.spans())}” is no number; write the number alone.",
                cell.spans(),
            )
        if item.money and item.money_unit is None and not self._without_unit:
            self._without_unit = True
            self._add(
                "warning",
                "no-money-unit",
                "表格没有写明金额的单位，请在表头补上，如“单位：万元”。",
                "The table does not state the unit of its amounts; add it above the head, as 单位：万元.",
                next(iter(item.money.values())).spans,
            )

    def _stray_marks(self) -> None:
        for document_list in self._document.lists:
            for item in _items_below(document_list.items, document_list.sections):
                for label in item.labels:
                    if label.kind not in UNIT_KINDS or label.inline or not label.content.text:
                        continue
                    end = label.content.at[-1] + 1
                    if self._content[end : end + 1] == "。" and label.word and "、" in label.content.text:
                        span = (Span(end, end + 1),)
                        self._add(
                            "info",
                            "stray-mark",
                            f"单位名单末尾有多余的句号：“{label.content.text[-8:]}。”。",
                            "A list of bodies ends with a stray full stop.",
                            span,
                            repair="",
                        )


def _alike(a: str, b: str) -> bool:
    """Titles that differ by a character or two are one: 民生实项目, 民生实事项目."""
    return abs(len(a) - len(b)) <= 2 and (a[:8] == b[:8]) and (a[-4:] == b[-4:])


def _style(text: str) -> str:
    """Return how a number is written, so that （三） is compared with （二） and never with 2."""
    return re.sub(r"[一二三四五六七八九十百]+", "一", re.sub(r"\d+", "1", text)).rstrip("*＊、.．")


def _runs(facts: ListFacts | SectionFacts) -> Iterator[list[tuple[str, Line]]]:
    """Yield the numbers of each run of siblings in printed order, headings among them."""
    own = [(item.number_text, item.body) for item in facts.items if item.number_text and not item.continued]
    own += [(section.number_text, section.heading) for section in facts.sections if section.number_text]
    yield sorted((pair for pair in own if pair[1].text), key=lambda pair: pair[1].at[0])
    for section in facts.sections:
        yield from _runs(section)


def _sections(sections: tuple[SectionFacts, ...]) -> Iterator[SectionFacts]:
    for section in sections:
        yield section
        yield from _sections(section.sections)


def _items_below(items: tuple[Item, ...], sections: tuple[Section, ...]) -> Iterator[Item]:
    yield from items
    for section in sections:
        yield from _items_below(section.items, section.sections)


def _first_line(items: ItemList) -> tuple[Span, ...]:
    """Return where a list begins: its title, else its first item or heading."""
    if items.title is not None:
        return items.title.spans()
    first = next(_items_below(items.items, items.sections), None)
    return first.body.spans()[:1] if first is not None and first.body.text else ()
