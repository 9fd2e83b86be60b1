"""Figures that are no aims: what was reached, the terms of a policy, sizes, names, norms.

    aims(seen, year) -> whether the figure is one that a commitment aims at

An amount is an aim when the words around it say so: a verb of change, a comparator, or an action
whose object is counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.extract.amounts import Amount
from kg.extract.indicator import is_verb, noun_left
from kg.model import Bound, Change
from kg.registry import patterns
from kg.registry.measures import Measure, measures

QUOTED = re.compile(r"“[^”]*”|《[^》]*》|‘[^’]*’|「[^」]*」|\"[^\"]*\"")
_RATE = frozenset("%％‰成番倍") | {"个百分点", "百分点", "个基点", "基点"}
_END = re.compile(
    r"\s?(?=$|[，,。；;、：:！!（）()\]】”]|[.．](?!\d)"
    r"|\d(?![AGDＡＧ\d]*[AGDＡＧ]|[\d\-—–~至]*(?:周)?岁|[\d.]*\s?[一-龥]{1,4}(?:以上|以内)?的)|和|及|以及|并|等)"
)
LIST = re.compile(r"[、，,]")
_SIZED_COUNT = re.compile(r"(?:及)?以上(?:的)?(?=\d)")
_SIZED = re.compile(r"(?:及)?以上(?P<of>的?)(?P<name>[一-龥“”]{2,10})(?=\d)")
_KIND_SUPPORTED = re.compile(r"(?:支持|鼓励|允许|要求|引导)$")
_COVERED = re.compile(r"^(?:及)?以上的?[一-龥]{2,16}(?:全覆盖|全面覆盖|100[%％])")
_NAMED_WORKS = re.compile(
    r"[^，,。；;]*?(?:等|和)[^，,。；;]{0,12}(?:项目|工程|基地|产业园|生产线|电站)"
    r"(?:建设|开工|竣工|投产|落地|建成)*(?=[，,。；;]|$)"
)
_WHERE = re.compile(r"(?:向|(?<![存现])在|位于|分布于)\s?$")
_THIS_YEAR = re.compile(r"基础上|今年|本年度|[，,；;]再(?=[一-龥])")
_CLAIM = re.compile(r"超过|突破|不低于|不少于|高于|达到|实现|完成|建成|达|设立|建立|配备|开设|纳入")
_RATE_NAMED = re.compile(r"(?:以上)?的?[一-龥]{2,8}率(?=[，,、。；;]|$)")
_BASED_ON = re.compile(r"[、，,]?(?:依托|围绕|聚焦|针对|立足|借助|发挥)[^，,。；;]*")
DURATIONS = frozenset({"Time", "working-time"})
SERVED = re.compile(r"(?:办结|办理完|办完|出证|领证|响应|到场)")
_MEASURES = re.compile(r"(?:[一-龥]{0,6})(?:政策|措施|举措)")
_SLOGAN = re.compile(r"一[表窗站网门口次套键码][一-龥]{2,4}、")  # 一表申请、一套材料
_LEAST_LONG = 200  # metres: a shorter length describes a thing


@cache
def _words() -> patterns.PatternFile:
    return patterns.load("targets")


def is_rate(unit: str) -> bool:
    """Tell whether a unit measures a share or a change: %, 个百分点, 倍."""
    return unit in _RATE


def ends(rest: str) -> bool:
    """Tell whether the clause ends, or a new item of it begins, behind a figure."""
    return _END.match(rest) is not None


def acted(text: str) -> bool:
    """Tell whether words hold a verb of action."""
    return _words()["verb"].search(text) is not None


def _hedged(text: str) -> bool:
    words = _words()
    return words["firm"].search(text) is not None or words["aspired"].search(text) is not None


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure and the words around it."""

    amount: Amount
    before: str  # its clause up to it
    left: str  # what follows the figure before it
    bare: str  # the same without a comparator
    after: str  # what follows it
    rest: str  # the same without a comparator
    sentence: str  # the sentence up to it
    clause: str  # its clause from its beginning to its end
    tail: str  # the sentence behind it
    bound: Bound | None
    bound_behind: Bound | None
    change: Change
    counted: bool  # the sentence has an aim before it
    known: bool  # something has an aim before it
    bracketed: bool  # a bracket opens its clause
    among_places: bool  # it stands in a list of places, without a verb of its own

    @property
    def measure(self) -> Measure:
        """What its unit measures."""
        return measures().forms[self.amount.unit]

    @property
    def compared(self) -> bool:
        """A comparator stands before or behind it."""
        return self.bound is not None or self.bound_behind is not None

    @property
    def counts_places(self) -> bool:
        """向两个新城区、三个副中心配置: it counts where something is done."""
        plain = self.measure.countable and not ends(self.rest) and not self.compared
        return plain and (self.among_places or _WHERE.search(self.bare) is not None)


def is_threshold(amount: Amount, after: str, left: str) -> bool:
    """10亿元以上项目: the figure belongs to the name of what is counted."""
    measure = measures().forms[amount.unit]
    if amount.chinese and amount.unit.startswith(("亿元", "万元")):
        return True
    if amount.chinese and after.startswith("的") and left.endswith(("超", "逾", "过")):
        return True  # 超千万件的金牌项目
    if left.endswith("含"):
        return True  # 10千伏以下（不含10千伏）
    if measure.countable and (sized := _SIZED.match(after)):
        # 化解56人以上大班额30个班: the figure behind the verb says which ones are counted.
        alone = bool(sized["of"]) or is_verb(left.strip("、，, "))
        return alone and not acted(sized["name"])
    if measure.countable and after.startswith("以上的") and _KIND_SUPPORTED.search(left):
        return True  # 支持100张床位以上的养老机构: which ones
    if measure.kind == "Currency" and _SIZED_COUNT.match(after) and not noun_left(left):
        return True  # 其中50亿元以上1个
    return bool(_words()["threshold"].match(after) and not measure.countable and not is_rate(amount.unit))


def aims(seen: Seen, year: int | None) -> bool:
    """Tell whether a commitment aims at the figure.

    Args:
        seen: the figure.
        year: the notice's own; what a sentence says of an earlier one is progress.
    """
    if _is_background(seen, year) or _is_size(seen) or _is_norm(seen) or _is_of_others(seen):
        return False
    if _words()["per_head"].search(seen.bare) and ends(seen.rest):
        return _words()["to_standard"].search(seen.sentence) is not None
    return _aims_at_end(seen) if ends(seen.rest) else _aims_before_noun(seen)


def _is_background(seen: Seen, year: int | None) -> bool:
    """What has been reached, and the terms of a policy."""
    words = _words()
    if words["past"].search(_since(seen.before)):
        return True
    if words["past"].search(_since(seen.sentence[-40:])) and seen.change == "level" and not seen.bound:
        return True
    if year is not None and _is_progress(seen.sentence, year):
        return True
    if words["conditional"].search(seen.tail):
        return True  # 达到25%的，可申请贷款
    if words["whose"].match(seen.clause) and words["entitled"].match(seen.tail):
        return True  # 对稳岗率达到95%以上的企业，贷款利率…
    if words["from_before"].search(seen.left) and words["to_after"].match(seen.after):
        return True  # 由2万吨扩至4万吨: where it starts from
    capped = re.search(r"最高\s?$", seen.bare) is not None
    if not capped and (words["paid_out"].search(seen.bare) or words["paid_to"].match(seen.after)):
        return False
    policy = words["policy"]
    return bool(
        policy.search(QUOTED.sub("“”", seen.before))
        or policy.search(QUOTED.sub("“”", seen.clause))
        or words["policy_after"].match(seen.after)
    )


def _since(text: str) -> str:
    """Return what is said of this year: 去年建成8所，今年再建5所; 在上年压减8%的基础上再压减5%."""
    return _THIS_YEAR.split(text)[-1]


def _is_progress(sentence: str, year: int) -> bool:
    """2023年全县粮食总产9.58亿斤: what an earlier year reached."""
    years = list(re.finditer(r"(?<![较比])(?<![高低多少优快]于)(20\d\d)年(?!版)", sentence))
    return bool(years) and int(years[-1][1]) < year


def _is_size(seen: Seen) -> bool:
    """What describes the thing that is built, or says which things are counted."""
    words = _words()
    if words["spec_before"].search(seen.bare):
        return True
    if seen.after.startswith("的") and words["sized"].search(seen.left):
        return True  # 总库容1200万立方米的水库
    alone = seen.bracketed and seen.rest[:1] in ("）", ")") and not seen.measure.countable
    if alone and not is_rate(seen.amount.unit) and words["size_alone"].match(seen.bare):
        return True  # 107国道绕城段（18.6公里）
    if words["whole_size"].match(seen.bare) and seen.bound is None and (seen.bracketed or not seen.counted):
        return True
    if seen.measure.countable:
        # 20户以上自然村通硬化路全覆盖: the figure says which villages
        return seen.bound_behind is not None and _COVERED.search(seen.after) is not None
    # 抓好20万吨纯碱等项目建设: what the works are called
    return not ends(seen.rest) and _NAMED_WORKS.match(seen.after) is not None


def _is_of_others(seen: Seen) -> bool:
    """What a document of another office counts: 落实《行动方案》190条举措."""
    if seen.amount.unit not in ("条", "项") or not _MEASURES.match(seen.after):
        return False
    return seen.bare.endswith("》") or re.search(r"落实[^，,。；;]*$", seen.before) is not None


def _is_norm(seen: Seen) -> bool:
    """Ordinals, anniversaries, durations and rates for each that nothing sets as an aim."""
    unit, variables = seen.amount.unit, _words().words
    moved = seen.compared or seen.change != "level"
    if unit in variables["never_units"] or unit.endswith("级"):
        return True
    served = seen.measure.kind in DURATIONS and SERVED.match(seen.rest)
    if not moved and not served and (unit in variables["weak_units"] or unit == "倍"):
        return True
    each = re.search(r"每\s?$|每[一-龥]{0,3}$|隔\s?$", seen.left[-3:])
    return each is not None and not ends(seen.rest)


def _aims_at_end(seen: Seen) -> bool:
    """The clause ends with the figure: 森林覆盖率65%, 人行天桥3座."""
    if seen.compared or seen.change != "level":
        return True
    once = seen.amount.unit == "次" and seen.amount.value == 1
    if seen.amount.chinese and (seen.amount.unit == "项" or once):
        return False  # 冬季两项; 只跑一次
    if seen.measure.countable or not is_rate(seen.amount.unit):
        return acted(seen.before) or _listed(seen)
    return acted(seen.before) or bool(seen.bare)


def _listed(seen: Seen) -> bool:
    """A short clause that is a noun with its count: 人行天桥3座."""
    return (
        len(seen.bare.strip("、，, 其中共")) >= 2
        or seen.known
        or bool(re.search(r"(?:共|合计|共计|总计)\s?$", seen.bare))
    )


def _aims_before_noun(seen: Seen) -> bool:
    """Words follow the figure: 新建3座人行天桥, 75%的行政村, 110千伏变电站."""
    words, measure = _words(), seen.measure
    if measure.kind in DURATIONS and SERVED.match(seen.rest):
        return True  # 5个工作日内办结
    if measure.countable and any(seen.after.lstrip("的").startswith(word) for word in words.words["topics"]):
        return False  # 6个方面的制度
    if seen.compared and seen.bound_behind is not None and seen.rest and measure.countable:
        taken = seen.bare.endswith(("将", "把")) and (acted(seen.rest) or _CLAIM.search(seen.rest))
        return acted(seen.before) or bool(taken)
    if is_rate(seen.amount.unit):
        if words["rate_done"].match(seen.after) and len(seen.bare.strip()) >= 2:
            return True
        claimed = acted(seen.before) or _hedged(seen.before) or _CLAIM.search(seen.after)
        if _RATE_NAMED.match(seen.after) and (claimed or seen.counted):
            return True  # 90%解决率
        share = words["share_of"].match(seen.after)
        return bool(share and claimed)
    if seen.amount.unit in words.words["spec_units"] or seen.amount.unit.endswith(
        ("元", "千伏", "千瓦", "兆瓦")
    ):
        long = measure.kind == "Length" and seen.amount.value >= _LEAST_LONG and acted(seen.bare[-6:])
        return (seen.compared and not words["attribute"].match(seen.after)) or long
    if _BASED_ON.fullmatch(seen.before) and not seen.compared:
        return False  # 依托两个国家级基地挖掘潜力
    if seen.amount.chinese:
        return _aims_in_chinese(seen)
    begins = not LIST.split(seen.bare)[-1].strip(" 和全部剩其余首批")
    if begins and words["achieved"].match(seen.after):
        return True  # 28个贫困村退出
    if not seen.bare.strip("、，, ") and seen.counted:
        return True  # 支持300名…，1000名…: the action runs on
    if re.match(r"[对为给向在]", seen.before.lstrip()):
        return acted(seen.clause)  # 对3个小区实施供气: the action follows
    return acted(seen.before) or _hedged(seen.before)


def _aims_in_chinese(seen: Seen) -> bool:
    """A Chinese numeral counts things where an action names them, and is a turn of phrase elsewhere."""
    variables = _words().words
    noun = seen.after[:6].lstrip("的")
    if seen.amount.unit in variables["ordinal_units"] or "队伍" in seen.after:
        return False
    if any(noun.startswith(word) for word in variables["abstract_nouns"]):
        return False
    if seen.amount.value == 1:
        concrete = seen.amount.unit in variables["concrete_units"] and seen.amount.unit != "个"
        return concrete and acted(seen.bare[-4:]) and not _SLOGAN.search(seen.before)
    return acted(seen.before) or "、" in seen.bare
