"""Where a text leaves the grammar of SPARQL 1.1, and what might have stood there.

    departure(text) -> Departure(tokens, at, expected) or None

An LL(1) recogniser over the lexer's tokens: the grammar below becomes a table, a stack of what is
still to come does the rest, in time that grows with the text's length. It is asked only about
texts that the engine has refused: engines tell how far their backtracking came, which is seldom
where the mistake is. It takes a little more than the standard (arities, ``[]``), never less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.store.lexer import Token, tokens

# One production a line: CAPITALS are words of the language, lower case kinds of tokens, quoted
# marks themselves, Capitalised other productions; ( ) | ? * + as usual.
_GRAMMAR = r"""
Unit = Prologue ( Select | Construct | Describe | Ask | Updates )?
Prologue = ( BASE iri | PREFIX pname iri )*
Select = SELECT Picks Dataset Where Modifiers Values
SubSelect = SELECT Picks Where Modifiers Values
Picks = ( DISTINCT | REDUCED )? ( '*' | ( var | '(' Expression AS var ')' )+ )
Construct = CONSTRUCT ( Template Dataset Where | Dataset WHERE Template ) Modifiers Values
Template = '{' Triples? '}'
Describe = DESCRIBE ( '*' | VarOrIri+ ) Dataset Where? Modifiers Values
Ask = ASK Dataset Where Modifiers Values
Dataset = ( FROM ( Iri | NAMED Iri ) )*
Where = WHERE Group | Group
Modifiers = ( GROUP BY Grouping+ )? ( HAVING Constraint+ )? ( ORDER BY Order+ )? Limits?
Grouping = var | Builtin | Call | '(' Expression ( AS var )? ')'
Order = var | ( ASC | DESC ) '(' Expression ')' | Constraint
Limits = LIMIT number ( OFFSET number )? | OFFSET number ( LIMIT number )?
Values = ( VALUES Block )?
Block = var '{' Value* '}' | '(' var* ')' '{' ( '(' Value* ')' )* '}'
Value = Iri | Literal | UNDEF
Updates = Update ( ';' Prologue Updates? )?
Update = Load | Clear | CREATE SILENT? GRAPH Iri | Copy | Insert | Delete | WITH Iri ( Delete | Insert )
Load = LOAD SILENT? Iri ( INTO GRAPH Iri )?
Clear = ( CLEAR | DROP ) SILENT? ( GRAPH Iri | DEFAULT | NAMED | ALL )
Copy = ( ADD | MOVE | COPY ) SILENT? Place TO Place
Place = DEFAULT | GRAPH? Iri
Insert = INSERT ( DATA Quads | Quads Using WHERE Group )
Delete = DELETE ( DATA Quads | WHERE Quads | Quads ( INSERT Quads )? Using WHERE Group )
Using = ( USING ( Iri | NAMED Iri ) )*
Quads = '{' Triples? ( GRAPH VarOrIri Template '.'? Triples? )* '}'
Group = '{' ( SubSelect | Triples? ( Part '.'? Triples? )* ) '}'
Part = Group ( UNION Group )* | ( OPTIONAL | MINUS ) Group | GRAPH VarOrIri Group | Service | Test
Service = SERVICE SILENT? VarOrIri Group
Test = FILTER Constraint | BIND '(' Expression AS var ')' | VALUES Block
Constraint = '(' Expression ')' | Builtin | Call
Call = Iri Arguments
Arguments = '(' ( DISTINCT? Expression ( ',' Expression )* )? ')'
Triples = Same ( '.' Triples? )?
Same = ( var | Iri | Literal | blank ) Properties | ( '(' Node* ')' | '[' Properties? ']' ) Properties?
Properties = Verb Objects ( ';' ( Verb Objects )? )*
Verb = var | Path
Objects = Node ( ',' Node )*
Node = var | Iri | Literal | blank | '(' Node* ')' | '[' Properties? ']'
Path = Steps ( '|' Steps )*
Steps = Step ( '/' Step )*
Step = '^'? ( Iri | A | '(' Path ')' | '!' Negated ) ( '?' | '*' | '+' )?
Negated = Back | '(' ( Back ( '|' Back )* )? ')'
Back = '^'? ( Iri | A )
VarOrIri = var | Iri
Iri = iri | pname
Literal = Text | ( '+' | '-' )? number | TRUE | FALSE
Text = string ( lang | '^^' Iri )?
Expression = And ( '||' And )*
And = Compared ( '&&' Compared )*
Compared = Sum ( ( '=' | '!=' | '<' | '>' | '<=' | '>=' ) Sum | IN List | NOT IN List )?
List = '(' ( Expression ( ',' Expression )* )? ')'
Sum = Product ( ( '+' | '-' ) Product )*
Product = Signed ( ( '*' | '/' ) Signed )*
Signed = ( '!' | '+' | '-' ) Signed | Primary
Primary = '(' Expression ')' | var | Iri Arguments? | Text | number | TRUE | FALSE | Builtin
Builtin = function List | Aggregate | EXISTS Group | NOT EXISTS Group
Aggregate = aggregate '(' DISTINCT? ( '*' | Expression ) ( ';' SEPARATOR '=' string )? ')'
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = _words(
    """
    ABS BNODE BOUND CEIL COALESCE CONCAT CONTAINS DATATYPE DAY ENCODE_FOR_URI FLOOR HOURS IF IRI ISBLANK
    ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MD5 MINUTES MONTH NOW RAND REGEX REPLACE ROUND
    SAMETERM SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN
    STRSTARTS STRUUID SUBSTR TIMEZONE TZ UCASE URI UUID YEAR
    """
)
AGGREGATES = _words("AVG COUNT GROUP_CONCAT MAX MIN SAMPLE SUM")
KEYWORDS = _words(
    """
    ADD ALL AS ASC ASK BASE BIND BY CLEAR CONSTRUCT COPY CREATE DATA DEFAULT DELETE DESC DESCRIBE DISTINCT
    DROP EXISTS FALSE FILTER FROM GRAPH GROUP HAVING IN INSERT INTO LIMIT LOAD MINUS MOVE NAMED NOT OFFSET
    OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR SERVICE SILENT TO TRUE UNDEF UNION USING VALUES WHERE WITH
    """
)
END = "end"
_PIECE = re.compile(r"'[^']+'|[A-Za-z_]+|[()|?*+]")
_JOINED = frozenset(["&&", "||", "!=", "<=", ">="])


@dataclass(frozen=True, slots=True)
class Departure:
    """The first token that cannot stand where it does."""

    tokens: Sequence[Token]
    at: int  # its index; past the last one: the text ends too early
    expected: frozenset[str]  # terminals of the grammar


def departure(text: str) -> Departure | None:
    """Return where a text leaves the grammar; None where it is SPARQL 1.1 by its form."""
    read = [*_joined(tokens(text))]
    at, _ = _follow(read, None)
    if at is None:
        return None
    # What might have stood there is what was open before the token was looked at.
    _, ahead = _follow(read, at)
    return Departure(read, at, _table().ahead(ahead))


def _follow(read: Sequence[Token], stop: int | None) -> tuple[int | None, list[str]]:
    """Follow the grammar; return the first token that it does not take, and what is still to come.

    With ``stop``, return what is to come before that token.
    """
    table = _table()
    stack = [END, "Unit"]
    at = 0
    while stack:
        if at == stop:
            return at, stack
        wanted = stack.pop()
        terminal = _terminal(read[at]) if at < len(read) else END
        if wanted == terminal:
            at += 1
        elif choice := table.rows.get(wanted, {}).get(terminal):
            stack.extend(reversed(choice))
        elif wanted not in table.nullable:
            return at, stack
    return None, stack


def _terminal(token: Token) -> str:
    if token.kind == "mark":
        return f"'{token.text}'"
    if token.kind != "word":
        return token.kind
    if token.text == "a":
        return "A"
    word = token.text.upper()
    return "function" if word in FUNCTIONS else "aggregate" if word in AGGREGATES else word


def _joined(read: Iterator[Token]) -> Iterator[Token]:
    """Yield the tokens with the marks of one operator as one."""
    held: Token | None = None
    for token in read:
        if held is None:
            held = token
        elif held.end == token.start and held.text + token.text in _JOINED:
            yield Token("mark", held.text + token.text, held.start, token.end)
            held = None
        else:
            yield held
            held = token
    if held is not None:
        yield held


# --- the grammar as a table ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """For each production and terminal, what it stands for."""

    rows: dict[str, dict[str, tuple[str, ...]]]
    nullable: frozenset[str]
    first: dict[str, frozenset[str]]

    def ahead(self, stack: Sequence[str]) -> frozenset[str]:
        """Return the terminals that may come next."""
        found: set[str] = set()
        for symbol in reversed(stack):
            found |= self.first.get(symbol, frozenset([symbol]))
            if symbol not in self.nullable:
                break
        return frozenset(found)


@cache
def _table() -> _Table:
    rules = _rules()
    nullable: set[str] = set()
    first: dict[str, set[str]] = {name: set() for name in rules}
    grown = True
    while grown:
        grown = False
        for name, choices in rules.items():
            for choice in choices:
                before = len(first[name]), name in nullable
                for symbol in choice:
                    first[name] |= first.get(symbol, {symbol})
                    if symbol not in nullable:
                        break
                else:
                    nullable.add(name)
                grown |= before != (len(first[name]), name in nullable)
    rows: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, choices in rules.items():
        row = rows[name] = {}
        for choice in choices:
            for symbol in choice:
                for terminal in first.get(symbol, {symbol}):
                    row.setdefault(terminal, choice)
                if symbol not in nullable:
                    break
    return _Table(rows, frozenset(nullable), {name: frozenset(found) for name, found in first.items()})


def _rules() -> dict[str, list[tuple[str, ...]]]:
    """Return the grammar with a production of its own for each bracket and each repetition."""
    rules: dict[str, list[tuple[str, ...]]] = {}
    for line in _GRAMMAR.strip().splitlines():
        name, _, body = line.partition(" = ")
        pieces = _PIECE.findall(body)
        rules[name] = _choices(pieces, rules, name)
        assert not pieces, line
    return rules


def _choices(pieces: list[str], rules: dict[str, list[tuple[str, ...]]], name: str) -> list[tuple[str, ...]]:
    """Take alternatives from the pieces, up to a closing bracket or the end."""
    choices: list[tuple[str, ...]] = []
    row: list[str] = []
    while pieces:
        piece = pieces.pop(0)
        if piece == ")":
            break
        if piece == "|":
            choices.append(tuple(row))
            row = []
        elif piece == "(":
            inner = f"{name}.{len(rules)}"
            rules[inner] = []
            rules[inner] = _choices(pieces, rules, name)
            row.append(inner)
        elif piece in "?*+":
            inner = f"{name}.{len(rules)}"
            again = (inner,) if piece != "?" else ()
            rules[inner] = [(row[-1], *again), ()]
            row[-1:] = [row[-1], inner] if piece == "+" else [inner]
        else:
            row.append(piece)
    return [*choices, tuple(row)]
