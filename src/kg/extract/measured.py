"""What a figure measures: the noun before it, behind it, or that of the figure before.

measured(sentence, figure, …) -> (indicator, where its words end if they stand behind)
"""

from __future__ import annotations

from kg.extract.amounts import Amount, find_amounts
from kg.extract.facts import TargetFact
from kg.extract.figures import Figure, ends
from kg.extract.indicators import (
    LONGEST,
    is_verb,
    last_noun,
    noun_left,
    without_amounts,
    without_asides,
    without_verb,
)
from kg.extract.sentences import AFTER, BEFORE, Sentence
from kg.registry import patterns

_LONG_PHRASE = 16  # characters; of a longer one the noun behind its last 的 is the name
_NEAR = 12  # characters within which a second figure counts the same things
_MARKS = "、，, "


def measured(
    sentence: Sentence, figure: Figure, left: str, *, share: bool, previous: TargetFact | None, noun: str
) -> tuple[str | None, int]:
    """Return what is measured, and where its words end if they stand behind the figure.

    Args:
        sentence: the figure's.
        figure: the figure.
        left: what stands before it without the verb by which it moves.
        share: the whole that it is a share of follows it: 75%的行政村.
        previous: the target before it, of this sentence or an earlier one.
        noun: what that one measures, without a verb that was put before it.
    """
    words = patterns.load("targets")
    amount, end = figure.amount, figure.amount.behind
    if share:
        of = words["share_mark"].match(figure.after)
        whole = noun_right(sentence, end + (of.end() if of else 0))
        covers = words["covers"].search(left)
        return (f"{noun_left(covers['what']) or ''}{whole[0] or ''}"[:LONGEST], whole[1]) if covers else whole
    told = _told_by_its_use(sentence, figure, left, previous)
    if told is not None:
        return told
    describes = figure.measure.kind != "DimensionlessRatio" or not noun_left(left)  # 完成80%以上工程量
    if describes and not ends(figure.rest):
        right = noun_right(sentence, end + len(figure.after) - len(figure.rest))
        own = noun_left(left)
        if right[0] in words.words["topics"] and own and figure.compared:
            return own + right[0], right[1]  # 交易登记压缩到2个环节
        if right[0]:
            return right
    own = noun_left(left)
    goes_on = words["actor"].fullmatch(own) if own else words["goes_on"].fullmatch(left)
    if goes_on and previous is not None and figure.counted:
        return previous.indicator, 0  # 各县不少于5次，各部门不少于2次
    if own:
        return own, 0
    done = words["done_word"].search(left.strip("、，, 共各"))
    if done:
        return done["what"], 0  # 完成签约1200户
    return _not_beside(sentence, amount, left, previous, noun)


def _not_beside(
    sentence: Sentence, amount: Amount, left: str, previous: TargetFact | None, noun: str
) -> tuple[str | None, int]:
    """Return what is measured where no words beside the figure say so."""
    words = patterns.load("targets")
    second = _same_things(sentence, amount)
    if second:
        right = noun_right(sentence, second)
        if right[0]:
            return right
    verb = words["list_marks"].sub("", without_asides(left))
    if previous is not None and len(verb) >= 2 and is_verb(verb):
        return (verb + without_verb(noun))[:LONGEST], 0  # 新开工9个、续建7个
    above = noun_left(_clause_before(sentence, amount.start))
    if above and len(verb) > 3 and is_verb(verb):  # 排查“散乱污”企业，取缔关停130家
        return verb + (without_verb(above) if len(above) < _NEAR else ""), 0
    if above:
        return above, 0
    if previous is not None:
        return previous.indicator, 0
    return (verb if len(verb) >= 2 else None), 0


def _told_by_its_use(
    sentence: Sentence, figure: Figure, left: str, previous: TargetFact | None
) -> tuple[str | None, int] | None:
    """Return what a figure measures by how it is used: a time, a service, money spent, all of a kind."""
    words, bare = patterns.load("targets"), left.strip(_MARKS)
    label = words["time_label"].search(sentence.text, 0, sentence.clause_start(figure.amount.start))
    if label and figure.lasts:
        return label["what"], 0  # 目标时限：结案1个月内
    if figure.serves:
        return _served(sentence, figure, left, previous)
    if figure.promises and words["spent_on"].match(figure.rest):
        return noun_left(left) or bare, 0  # 安排200亿元支持老区
    if figure.all_done and noun_left(left):
        return noun_left(left), 0  # 危旧房52栋全部启动
    covers = words["covers"].search(left) if not figure.closes else None
    if covers and len(named := noun_left(covers["what"]) or "") > 2:
        behind = noun_right(sentence, figure.amount.behind + len(figure.after) - len(figure.rest))
        return (named + (behind[0] or ""))[:LONGEST], behind[1]  # 生活垃圾分类试点覆盖60个小区
    return None


def _served(
    sentence: Sentence, figure: Figure, left: str, previous: TargetFact | None
) -> tuple[str | None, int]:
    """Return what is served within a time: its name stands before it, or behind an event's."""
    amount, bare = figure.amount, left.strip(_MARKS)
    event = bare or _clause_before(sentence, amount.start)
    if patterns.load("targets")["after_event"].search(event):
        done = amount.behind + len(figure.after) - len(figure.rest) + len(figure.service)
        right = noun_right(sentence, done)  # 证照制发后2个工作日内完成电子签章
        if right[0]:
            return right
    if len(bare) > 1:
        return (noun_left(left) or bare) + figure.service, 0  # 一般登记5个工作日内办结
    if previous is not None and figure.before != figure.left:
        # 企业诉求2小时响应、3个工作日答复
        thing = patterns.load("targets")["serves_last"].sub("", previous.indicator)
        return thing + figure.service, 0
    start = sentence.clause_start(amount.start)
    before = sentence.text[max(0, start - BEFORE) : start].rstrip(_MARKS)
    if previous is not None and previous.text and before.endswith(previous.text):
        return previous.indicator, 0  # 诉求按时办结率达到98%以上，1小时内响应
    above = noun_left(_clause_before(sentence, amount.start))
    return above or (previous.indicator if previous else figure.service), 0


def _same_things(sentence: Sentence, amount: Amount) -> int | None:
    """1.9万户5.7万名贫困人口脱贫: both count the same; return where the second figure ends."""
    behind = sentence.text[amount.end : amount.end + _NEAR]
    second = next(iter(find_amounts(behind)), None)
    if second is None or behind[: second.start].strip("、 "):
        return None
    return amount.end + second.end


def _clause_before(sentence: Sentence, at: int) -> str:
    """Return the clause before that of a place, without brackets and figures."""
    words = patterns.load("targets")
    start = sentence.clause_start(at)
    before = words["bracket"].sub("", sentence.text[max(0, start - BEFORE) : start])
    clauses = words["clause_mark"].split(before.rstrip("，,：:（）() "))
    clauses = [clause for clause in clauses if not words["basis_clause"].search(clause)] or [""]
    return without_amounts(clauses[-1])


def noun_right(sentence: Sentence, start: int) -> tuple[str | None, int]:
    """Return the words behind a figure up to the end of their clause, and where they end."""
    words, text = patterns.load("targets"), sentence.text
    limit = min(len(text), start + AFTER)
    while start < limit and text[start] in "的 ":
        start += 1
    match = words["noun_right"].match(text, start, limit)
    if not match:
        return None, 0
    noun, end = match.group().rstrip(), match.end()
    amounts = (a for a in find_amounts(noun) if not sentence.quoted(match.start() + a.start))
    amount = next(amounts, None)
    if amount and words["names_a_kind"].match(noun[amount.end :]):
        amount = None  # 1个集体收入超百万元的村
    if amount and amount.start > 1:
        noun = words["predicate_end"].sub("", noun[: amount.start])
        end = start + len(noun)
    noun = without_asides(noun)
    # 15万名紧跟前沿、…的专业技术人才: the noun stands behind the last 的 of the clause.
    rest = words["runs_on"].match(text, match.end(), limit)
    if rest and not amount:
        noun, end = noun + rest.group(), rest.end()
    noun = (last_noun(noun) if len(noun) > _LONG_PHRASE else noun)[:LONGEST]
    return (noun, end) if len(noun) >= 2 else (None, 0)
