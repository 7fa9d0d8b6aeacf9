"""Conditions of a procedure: a small language of its own, read by our own reader and never by Python's.

    condition   = all { "or" all }
    all         = one { "and" one }
    one         = "not" one | "(" condition ")" | comparison
    comparison  = value [ ("==" | "!=" | "<" | "<=" | ">" | ">=") value | ["not"] "in" list ]
    value       = fact | number | 'text' | "true" | "false"
    list        = "[" value { "," value } "]"

A fact that nobody has said is unknown, and what depends on it is unknown too: neither true nor false (Kleene's logic).
There are no calls, no attributes, no arithmetic and no way to name anything but a fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

Value = str | float | bool
Facts = Mapping[str, Value]

#: Longer than any condition of a law we know; a bound keeps a hostile file from exhausting the machine.
LONGEST: Final = 1000
DEEPEST: Final = 30
_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<number>-?\d+(?:\.\d+)?)
      | '(?P<text>[^'\\\n]*)'
      | "(?P<quoted>[^"\\\n]*)"
      | (?P<name>[a-z][a-z0-9_]*)
      | (?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,)
    )""",
    re.VERBOSE | re.ASCII,
)
_COMPARISONS: Final = ("==", "!=", "<", "<=", ">", ">=")
_WORDS: Final = frozenset({"and", "or", "not", "in", "true", "false"})


class ConditionError(ValueError):
    """A condition that cannot be read; `place` counts letters from the left, `mend` says what to write, and `code`
    with `word` says the same to a program."""

    def __init__(self, text: str, place: int, mend: str, code: str, word: str = "") -> None:
        self.text, self.place, self.mend, self.code, self.word = text, place, mend, code, word
        super().__init__(f"cannot read the condition “{text}” at letter {place + 1}: {mend}")


@dataclass(frozen=True, slots=True)
class Fact:
    """The value somebody gave for a fact."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the condition."""

    value: Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values compared, or a fact looked for in a list."""

    left: Fact | Literal
    sign: str
    right: tuple[Fact | Literal, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """`and`, `or` of two or more; `not` of one."""

    word: str
    parts: tuple[Condition, ...]


Condition = Fact | Literal | Comparison | Joined


def parse(text: str) -> Condition:
    """The condition as a tree.

    >>> parse("regime == 'transit' and not safe").word
    'and'

    Raises:
        ConditionError: it is not of the grammar.
    """
    if len(text) > LONGEST:
        raise ConditionError(
            text[:60] + "…", LONGEST, f"write it in at most {LONGEST} letters", "long", str(LONGEST)
        )
    return _Reader(text).whole()


def holds(condition: Condition, facts: Facts) -> bool | None:
    """True, False, or None where a fact that decides it is not known.

    >>> holds(parse("cylinders > 10 or hidden"), {"cylinders": 12})
    True
    >>> holds(parse("cylinders > 10 or hidden"), {"cylinders": 4}) is None
    True
    """
    if isinstance(condition, Fact):
        value = facts.get(condition.name)
        return value if isinstance(value, bool) else None
    if isinstance(condition, Literal):
        return condition.value is True
    if isinstance(condition, Comparison):
        return _compared(condition, facts)
    parts = [holds(part, facts) for part in condition.parts]
    if condition.word == "not":
        return None if parts[0] is None else not parts[0]
    decisive = condition.word == "or"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def facts_in(condition: Condition) -> frozenset[str]:
    """The facts it asks for."""
    return frozenset(fact for fact, _values in _asked(condition))


def values_of(condition: Condition) -> dict[str, set[Value]]:
    """Fact -> the values it is compared with, from which every case that differs can be made."""
    found: dict[str, set[Value]] = {}
    for fact, values in _asked(condition):
        found.setdefault(fact, set()).update(values)
    return found


def unknown_in(condition: Condition, facts: Facts) -> list[str]:
    """The facts to ask for before it can be decided; empty where it is decided.

    >>> unknown_in(parse("a and b"), {"a": False})
    []
    """
    return [] if holds(condition, facts) is not None else sorted(facts_in(condition) - set(facts))


def _compared(comparison: Comparison, facts: Facts) -> bool | None:
    left = _value(comparison.left, facts)
    right = [_value(each, facts) for each in comparison.right]
    if comparison.sign in ("in", "not in"):
        if left is None:
            return None
        found: bool | None = any(each is not None and _alike(left, each) for each in right)
        if not found and None in right:
            found = None
        return found if comparison.sign == "in" or found is None else not found
    other = right[0]
    if left is None or other is None:
        return None
    if comparison.sign in ("==", "!="):
        return _alike(left, other) is (comparison.sign == "==")
    if not (is_number(left) and is_number(other)):
        return None  # a text is neither more nor less than a number
    return {"<": left < other, "<=": left <= other, ">": left > other, ">=": left >= other}[comparison.sign]  # type: ignore[operator]


def _value(term: Fact | Literal, facts: Facts) -> Value | None:
    return facts.get(term.name) if isinstance(term, Fact) else term.value


def _alike(left: Value, right: Value) -> bool:
    return (
        is_number(left) is is_number(right)
        and isinstance(left, bool) is isinstance(right, bool)
        and left == right
    )


def is_number(value: Value) -> bool:
    """Whether it is a number: yes and no are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _asked(condition: Condition) -> Iterator[tuple[str, set[Value]]]:
    if isinstance(condition, Fact):
        yield condition.name, {True, False}
    elif isinstance(condition, Comparison):
        terms = (condition.left, *condition.right)
        values = {term.value for term in terms if isinstance(term, Literal)}
        for term in terms:
            if isinstance(term, Fact):
                yield term.name, values
    elif isinstance(condition, Joined):
        for part in condition.parts:
            yield from _asked(part)


class _Reader:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, text: str) -> None:
        self.text, self.depth, self.at = text, 0, 0
        self.tokens = list(_tokens(text))

    def whole(self) -> Condition:
        if not self.tokens:
            raise ConditionError(self.text, 0, "write what must hold, or leave the condition out", "empty")
        found = self._any()
        if self._sign() is not None:
            raise self._error("write “and” or “or” between two parts", "between")
        return found

    def _any(self) -> Condition:
        return self._deeper(lambda: self._chain("or", lambda: self._chain("and", self._one)))

    def _deeper(self, part: Callable[[], Condition]) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._error(
                f"put at most {DEEPEST} brackets and “not” inside each other", "deep", str(DEEPEST)
            )
        found = part()
        self.depth -= 1
        return found

    def _chain(self, word: str, part: Callable[[], Condition]) -> Condition:
        parts = [part()]
        while self._takes(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def _one(self) -> Condition:
        if self._takes("not"):
            return Joined("not", (self._deeper(self._one),))
        if self._takes("("):
            inner = self._any()
            self._must(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Condition:
        left = self._term()
        sign = self._sign()
        if sign in _COMPARISONS:
            self.at += 1
            return Comparison(left, str(sign), (self._term(),))
        if self._takes("in"):
            return Comparison(left, "in", self._list())
        if sign == "not":
            self.at += 1
            self._must("in")
            return Comparison(left, "not in", self._list())
        if isinstance(left, Literal) and not isinstance(left.value, bool):
            raise self._error("compare a value with a fact, as in regime == 'transit'", "no_fact")
        return left

    def _list(self) -> tuple[Fact | Literal, ...]:
        self._must("[")
        found = [self._term()]
        while self._takes(","):
            found.append(self._term())
        self._must("]")
        return tuple(found)

    def _term(self) -> Fact | Literal:
        if self.at >= len(self.tokens):
            raise self._error("a fact, a number or a 'text' is missing at the end", "ends")
        kind, value, _place = self.tokens[self.at]
        if kind == "sign" or (kind == "name" and value in _WORDS - {"true", "false"}):
            raise self._error("a fact, a number or a 'text' belongs here", "misplaced")
        self.at += 1
        if kind == "name":
            return Literal(value == "true") if value in ("true", "false") else Fact(value)
        return Literal(float(value) if kind == "number" else value)

    def _sign(self) -> str | None:
        if self.at >= len(self.tokens):
            return None
        kind, value, _place = self.tokens[self.at]
        return value if kind == "sign" or (kind == "name" and value in _WORDS) else ""

    def _takes(self, word: str) -> bool:
        if self._sign() != word:
            return False
        self.at += 1
        return True

    def _must(self, word: str) -> None:
        if not self._takes(word):
            raise self._error(f"“{word}” belongs here", "word", word)

    def _error(self, mend: str, code: str, word: str = "") -> ConditionError:
        place = self.tokens[self.at][2] if self.at < len(self.tokens) else len(self.text)
        return ConditionError(self.text, place, mend, code, word)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            mend = (
                "write facts in small letters, texts in '…', and only ==, !=, <, <=, >, >=, in, and, or, not"
            )
            raise ConditionError(text, at + len(text[at:]) - len(text[at:].lstrip()), mend, "sign")
        yield (
            "text" if match.lastgroup == "quoted" else match.lastgroup,
            match.group(match.lastgroup),
            match.start(match.lastgroup),
        )
        at = match.end()
