"""Conversion against gold read by hand: precision, recall and F1, a row a file and the total.

    evaluate(directory) -> Evaluation

Gold is ``NAME.gold.json`` beside ``NAME.txt|md|html|docx|pdf|ofd``, or ``gold.json`` beside
``notice.*``; its form and the rules of matching are those of the corpus of notices:

* a task matches by the beginning of its text (14 characters without spaces); gold may begin with
  the title that stands apart from the text, or leave it out;
* a unit by its printed string, spaces and a closing full stop aside; a role by unit and role,
  bodies only (collectives are scored by their string alone);
* a target by task, value, unit as printed, and an indicator that overlaps; change and bound are
  scored among matched targets;
* a project by its name, then field by field, its group without number and count;
* among what matched, where gold tells of it: the posts of leaders, the deadline, the actions of a
  task, the canonical names of bodies, the findings of a notice, from what a target sets out, and
  whether an indicator has the very words of gold (``scoring.parties``, ``deadlines``, ``actions``,
  ``findings`` and ``targets`` say in what form);
* what frames the notice, where gold tells of it (``scoring.header``).

Where gold gives ``alternatives``, each of them is right.
"""

from kg.evaluate.gold import Reading, evaluate, find_gold, read_gold
from kg.evaluate.scoring import KINDS, Evaluation, FileScore, Score, compare, text_table

__all__ = [
    "KINDS",
    "Evaluation",
    "FileScore",
    "Reading",
    "Score",
    "compare",
    "evaluate",
    "find_gold",
    "read_gold",
    "text_table",
]
