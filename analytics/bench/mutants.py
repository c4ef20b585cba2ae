"""Mutants: small wrong changes to the SQL and Python that decide a number, each of which a test should notice."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from csv import DictReader
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOMS = ("queries/build", "queries/cube", "queries/leakage", "queries/ask", "analytics/metrics")
EQUAL = "tests/equal_mutants.csv"
"""Mutants that mean the same as what they change, and why."""

Change = tuple[int, int, str]
"""From here to there in a text, and what stands there instead."""


@dataclass(frozen=True)
class Mutant:
    """One change of one file. `before` and `after` are the lines that it touches, with single spaces."""

    path: str
    change: Change
    line: int
    before: str
    after: str
    nth: int

    @property
    def file(self) -> str:
        """Room and name of the file, whatever the folders between."""
        parts = self.path.split("/")
        return f"{parts[1]}/{parts[-1]}"

    @property
    def key(self) -> str:
        """What it is known by from run to run, wherever its lines move."""
        return f"{self.file}|{self.before}|{self.after}|{self.nth}"

    @property
    def told(self) -> str:
        return f"{self.path}:{self.line}: {self.before}  ->  {self.after}"

    def applied(self, text: str) -> str:
        return _changed(text, self.change)


def _changed(text: str, change: Change) -> str:
    start, end, new = change
    return text[:start] + new + text[end:]


def mutants(root: Path) -> list[Mutant]:
    """Every mutant of the rooms that decide what a row and a number are."""
    found: list[Mutant] = []
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in (".sql", ".py"):
                found += mutants_of(str(path.relative_to(root)), path.read_text(encoding="utf-8"))
    return found


def mutants_of(path: str, text: str) -> list[Mutant]:
    """The mutants of one file, in its order, each once."""
    changes = sql_changes(text) if path.endswith(".sql") else python_changes(text)
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for change in sorted(set(changes)):
        before, after = _lines(text, change)
        found.append(Mutant(path, change, text.count("\n", 0, change[0]) + 1, before, after, seen[before, after]))
        seen[before, after] += 1
    return found


def _lines(text: str, change: Change) -> tuple[str, str]:
    start = text.rfind("\n", 0, change[0]) + 1
    end = text.find("\n", change[1])
    before = text[start : len(text) if end < 0 else end]
    after = _changed(before, (change[0] - start, change[1] - start, change[2]))
    return " ".join(before.split()), " ".join(after.split())


def in_order(found: Iterable[Mutant], seed: int) -> list[Mutant]:
    """By chance, yet the same mutants come first from run to run, whatever else changes."""
    return sorted(found, key=lambda one: sha256(f"{seed}|{one.key}".encode()).digest())


def equal_ones(root: Path) -> dict[tuple[str, str, str], str]:
    """The kept list: file, before and after of each mutant that means the same, with the reason."""
    with (root / EQUAL).open(encoding="utf-8", newline="") as file:
        return {(row["file"], row["before"], row["after"]): row["reason"] for row in DictReader(file)}


_TOKEN = re.compile(
    r"""--[^\n]*|'(?:[^']|'')*'|"[^"]*"|\$\w+|[A-Za-z_]\w*|\d+(?:\.\d+)?(?:e-?\d+)?|<=|>=|!=|<>|:=|::|\|\||//|\S"""
)
_CLAUSES = frozenset(
    (
        *("select", "from", "on", "where", "group", "order", "having", "qualify", "window", "union", "using", "left"),
        *("inner", "join", "semi", "anti", "cross", "limit"),
    )
)
_OPENS, _CLOSES = frozenset(("(", "[", "case")), frozenset((")", "]", "end"))
_COMPARED = {"<": ("<=",), "<=": ("<",), ">": (">=",), ">=": (">",), "!=": ("=",), "<>": ("=",)}
_PAIRS = (
    *(("min", "max"), ("greatest", "least"), ("arg_min", "arg_max"), ("min_by", "max_by"), ("bool_or", "bool_and")),
    *(("lead", "lag"), ("first_value", "last_value"), ("semi", "anti"), ("true", "false"), ("+", "-")),
)
_SWAPS = dict(pair for one, two in _PAIRS for pair in ((one, two), (two, one)))
_TYPED = frozenset(("decimal", "numeric", "varchar"))
_ENDS_CONDITION = _CLAUSES | {"and", "or", "then", "when", "else", ",", "as", ";"}


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int
    depth: int
    clause: str
    owner: str  # the word before the bracket that it stands in
    is_between: bool  # the `and` of a `between`


def _tokens(text: str) -> list[_Token]:
    """The words of a query with the clause and the brackets they stand in; comments left out."""
    found: list[_Token] = []
    clauses, owners, betweens = ["select"], [""], [0]
    for match in _TOKEN.finditer(text):
        word = match.group().lower()
        if word.startswith("--"):
            continue
        if word in _CLOSES and len(clauses) > 1:
            clauses.pop(), owners.pop(), betweens.pop()
        if _is_clause(word, found, text[match.end() : match.end() + 1]):
            clauses[-1] = word
        is_between = word == "and" and betweens[-1] > 0
        betweens[-1] += (word == "between") - is_between
        found.append(_Token(word, match.start(), match.end(), len(clauses), clauses[-1], owners[-1], is_between))
        if word in _OPENS:
            owners.append(found[-2].text if len(found) > 1 else "")
            clauses.append("case" if word == "case" else clauses[-1])
            betweens.append(0)
    return found


def _is_clause(word: str, before: Sequence[_Token], behind: str) -> bool:
    """Whether a word begins a clause: neither `left(…)` nor `is distinct from`."""
    is_other = (word == "left" and behind == "(") or (word == "from" and before and before[-1].text == "distinct")
    return word in _CLAUSES and not is_other


def sql_changes(text: str) -> Iterator[Change]:
    """Comparisons, constants, and/or, min/max, order, dropped conditions and arms. Join keys stay: without one every
    row would meet every other. What does not bind is told by the build, and is no mutant."""
    tokens = _tokens(text)
    for at, token in enumerate(tokens):
        around = tokens[at - 1] if at else token, tokens[at + 1] if at + 1 < len(tokens) else token
        if token.text == "or" and around[1].text == "replace":
            continue
        yield from ((token.start, token.end, new) for new in _instead(token, *around))
        if token.text in ("and", "or") and not token.is_between:
            yield from _dropped_condition(tokens, at)
        elif token.text == "when":
            yield from _dropped_arm(tokens, at)
        elif token.text == "(" and at and tokens[at - 1].text == "in":
            yield from _dropped_item(tokens, at)
        elif token.text == "by" and at and tokens[at - 1].text == "order":
            yield from _dropped_key(tokens, at)


def _instead(token: _Token, before: _Token, after: _Token) -> Iterator[str]:
    """What may stand in the place of one word."""
    word, is_key = token.text, token.clause in ("on", "using")
    if word in _COMPARED:
        yield from _COMPARED[word]
    elif word == "=" and not is_key:
        yield "!="
        if "'" not in after.text + before.text and after.text not in ("true", "false"):
            yield ">="
    elif word in ("and", "or") and not token.is_between and not is_key:
        yield "or" if word == "and" else "and"
    elif word[0].isdigit() and token.owner not in _TYPED and after.text not in ("preceding", "following"):
        yield from _numbers(word)
    elif word in _SWAPS and not (word in "+-" and before.text in {"(", ",", "=", "then", "else", "select", "as"}):
        yield _SWAPS[word]
    elif word in ("first", "last") and before.text == "nulls":
        yield "last" if word == "first" else "first"
    elif word == "desc" or (word == "not" and after.text != "materialized" and before.text != "is"):
        yield ""
    elif word == "null" and before.text in ("is", "not") and not is_key:
        yield from ("not null",) if before.text == "is" else ()
    elif word == "not" and after.text == "null":
        yield ""
    elif word == "left" and after.text == "join":
        yield "inner"


def _numbers(word: str) -> Iterator[str]:
    """A little more and, from 2 on, a little less."""
    if "e" in word:
        return
    digits = len(word.partition(".")[2])
    step = 10**-digits
    yield f"{float(word) + step:.{digits}f}"
    if float(word) >= 2 or digits:
        yield f"{float(word) - step:.{digits}f}"


def _reach(tokens: Sequence[_Token], at: int, step: int, ends: frozenset[str]) -> int:
    """The last token from here on, forwards or backwards, that stands before one of these ends at the same depth."""
    depth = tokens[at].depth
    while 0 <= at + step < len(tokens):
        one = tokens[at + step]
        inside = one.depth > depth or (one.text in _CLOSES and one.depth == depth and step < 0)
        is_end = one.text in ends and not one.is_between and not (one.text == "from" and one.clause != "from")
        if one.depth < depth or (one.depth == depth and not inside and is_end):
            break
        at += step
    return at


def _dropped_condition(tokens: Sequence[_Token], at: int) -> Iterator[Change]:
    """The condition behind an `and` or `or`, and the first of several; none that joins two tables."""
    last = _reach(tokens, at, 1, _ENDS_CONDITION)
    if last > at and not _joins(tokens[at : last + 1]):
        yield tokens[at - 1].end, tokens[last].end, ""
    first = _reach(tokens, at, -1, _ENDS_CONDITION)
    opener = tokens[first - 1] if first else tokens[0]
    if first < at and opener.text in ("where", "when", "(", "having", "on") and not _joins(tokens[first:at]):
        yield tokens[first].start, tokens[at + 1].start, ""


def _joins(condition: Sequence[_Token]) -> bool:
    return condition[0].clause == "on" and any(one.text == "=" or one.text == "from" for one in condition)


def _dropped_arm(tokens: Sequence[_Token], at: int) -> Iterator[Change]:
    """One arm of a case that has others."""
    last = _reach(tokens, at, 1, frozenset(("when", "else")))
    behind = tokens[last + 1] if last + 1 < len(tokens) else tokens[at]
    is_first = tokens[_reach(tokens, at, -1, frozenset(("when", "case"))) - 1].text == "case"
    if behind.text == "when" or not is_first:
        yield tokens[at - 1].end, tokens[last].end, ""


def _dropped_item(tokens: Sequence[_Token], at: int) -> Iterator[Change]:
    """One literal of a list of them."""
    items = []
    for one in tokens[at + 1 :]:
        if one.text == ")":
            break
        items.append(one)
    literals = [one for one in items if one.text[0] in "'0123456789"]
    if len(literals) < 2 or len(items) != 2 * len(literals) - 1:
        return
    yield items[0].start, items[2].start, ""
    yield from ((items[k - 1].start, items[k].end, "") for k in range(2, len(items), 2))


def _dropped_key(tokens: Sequence[_Token], at: int) -> Iterator[Change]:
    """One key of an order but the last, which only makes equals stand still."""
    start = at + 1
    while start < len(tokens):
        last = (
            _reach(tokens, start, 1, _CLAUSES | {",", "rows", ";"}) if tokens[start].depth == tokens[at].depth else at
        )
        if last + 2 >= len(tokens) or tokens[last + 1].text != "," or tokens[last + 1].depth != tokens[at].depth:
            return
        yield tokens[start].start, tokens[last + 2].start, ""
        start = last + 2


_PYTHON_COMPARED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "is": "is not", "is not": "is"}
_PYTHON_OPERATORS = {"+": "-", "-": "+", "&": "|", "|": "&", "*": "/", "/": "*"}
_NAME_PAIRS = (
    *(("min", "max"), ("first", "last"), ("any", "all"), ("ge", "gt"), ("le", "lt"), ("is_null", "is_not_null")),
    ("min_horizontal", "max_horizontal"),
)
_NAMES = dict(pair for one, two in _NAME_PAIRS for pair in ((one, two), (two, one)))
_SAID = frozenset(("words", "label", "example", "strict", "frozen", "maintain_order", "annotation", "returns"))
"""Arguments and parts of a module that are told, typed or guarded, and decide no number."""


class _Python:
    """The places of a module where it could be a little wrong."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.lines = text.splitlines()

    def at(self, line: int, column: int) -> int:
        """A place in characters; the parser counts bytes."""
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def between(self, left: ast.expr, right: ast.expr, words: dict[str, str]) -> Iterator[Change]:
        """Another operator between two operands, brackets around them aside."""
        start, end = self.span(left)[1], self.span(right)[0]
        found = re.match(r"[\s)]*(is not|not in|[^\s()]+)", self.text[start:end])
        if found and found.group(1) in words:
            yield start + found.start(1), start + found.end(1), words[found.group(1)]

    def changes(self, node: ast.AST) -> Iterator[Change]:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield from self.between(node.left, node.comparators[0], _PYTHON_COMPARED)
        elif isinstance(node, ast.BoolOp):
            for left, right in zip(node.values, node.values[1:], strict=False):
                yield from self.between(left, right, {"and": "or", "or": "and"})
        elif isinstance(node, ast.BinOp):
            yield from self.between(node.left, node.right, _PYTHON_OPERATORS)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
            yield self.span(node)[0], self.span(node.operand)[0], "("[: self.opens(node)]
        elif isinstance(node, ast.Constant):
            yield from self.constants(node)
        elif isinstance(node, ast.Attribute) and node.attr in _NAMES:
            end = self.span(node)[1]
            yield end - len(node.attr), end, _NAMES[node.attr]
        elif isinstance(node, ast.Name) and node.id in ("min", "max"):
            yield *self.span(node), _NAMES[node.id]

    def opens(self, node: ast.UnaryOp) -> int:
        """1 where a bracket stands between a sign and its operand, else 0."""
        return int("(" in self.text[self.span(node)[0] : self.span(node.operand)[0]])

    def constants(self, node: ast.Constant) -> Iterator[Change]:
        start, end = self.span(node)
        if isinstance(node.value, bool):
            yield start, end, str(not node.value)
        elif isinstance(node.value, int | float):
            yield from ((start, end, new) for new in _numbers(self.text[start:end].replace("_", "")))


def python_changes(text: str) -> Iterator[Change]:
    """Comparisons, constants, and/or, min/max and signs of a module."""
    module, todo = _Python(text), list[ast.AST]([ast.parse(text)])
    while todo:
        node = todo.pop()
        yield from module.changes(node)
        for name, value in ast.iter_fields(node):
            if name not in _SAID and not isinstance(node, ast.JoinedStr):
                todo += [
                    one
                    for one in (value if isinstance(value, list) else [value])
                    if isinstance(one, ast.AST) and not (isinstance(one, ast.keyword) and one.arg in _SAID)
                ]
