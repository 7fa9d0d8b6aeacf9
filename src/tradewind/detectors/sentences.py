"""Sentences of findings: English templates with named values, and their translations in `locale/`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tradewind.findings import Finding, Reason
from tradewind.languages import figure, translator

#: A figure with its thousands apart: no number of a paper is written so. A mass may stand with its unit.
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?: (?:kg|t|USD))?")
#: Any other figure: HS codes, years and numbers of papers are written so too.
_PLAIN: Final = re.compile(r"-?\d+(?:\.\d+)?(?: (?:kg|t|USD))?")
#: What only a figure stands before.
_COUNTED: Final = "(?:kg|t|g|USD|km|times|per cent|packages|cylinders)"
_MAY_BE_HONEST: Final = "It may be honest: %(explanations)s."
_CHECK: Final = "The cheapest check: %(check)s."


@dataclass(frozen=True, slots=True)
class Said:
    """A reason before it is worded: its code, which sentence, the sentence's values, its weight and its rows."""

    code: str
    weight: float
    values: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[str, ...] = ()
    sentence: str = ""

    @property
    def template(self) -> str:
        return self.sentence or self.code


def in_order(said: Iterable[Said]) -> list[Said]:
    """Heaviest first, ties by code and sentence."""
    return sorted(said, key=lambda s: (-s.weight, s.code, s.template))


def reasons(said: Iterable[Said], templates: Mapping[str, str]) -> tuple[Reason, ...]:
    """The reasons in English, heaviest first."""
    return tuple(
        Reason(s.code, templates[s.template] % s.values, round(s.weight, 6), s.rows) for s in in_order(said)
    )


def spoken(said: Iterable[Said]) -> list[dict[str, Any]]:
    """What a finding keeps in `facts["said"]`, so that its sentences can be put into another language."""
    return [{"sentence": s.template, "values": dict(s.values)} for s in in_order(said)]


def explain(finding: Finding, templates: Mapping[str, str], language: str = "en") -> str:
    """A finding as a paragraph: its reasons, what may be honest about it, the cheapest check."""
    translate = translator("detectors", language)
    said: Sequence[Mapping[str, Any]] = finding.facts.get("said", ())
    parts = []
    for s in said:
        template = templates[s["sentence"]]
        parts.append(translate(template) % figures_told(template, s["values"], language))
    if not said:
        parts = [reason.text for reason in finding.reasons]
    if finding.lawful_explanations:
        explanations = "; ".join(translate(e) for e in finding.lawful_explanations)
        parts.append(translate(_MAY_BE_HONEST) % {"explanations": explanations})
    if finding.cheapest_check:
        parts.append(translate(_CHECK) % {"check": translate(finding.cheapest_check)})
    return " ".join(parts)


def figures_told(template: str, values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The values of a sentence with its figures as the language writes them; all else, and English, as it stands.

    >>> figures_told("%(a)s kg under %(b)s", {"a": "19440.5", "b": "290376"}, "es")
    {'a': '19.440,5', 'b': '290376'}
    """
    if language == "en":
        return values
    return {name: _figure_told(template, name, value, language) for name, value in values.items()}


def _figure_told(template: str, name: str, value: Any, language: str) -> Any:
    text = str(value)
    if _GROUPED.fullmatch(text):
        return figure(text, language)
    if not _PLAIN.fullmatch(text):
        return value
    bare, _space, unit = text.partition(" ")
    if not unit and not re.search(rf"%\({re.escape(name)}\)s {_COUNTED}\b", template):
        return value
    whole, point, rest = bare.partition(".")
    return figure(f"{int(whole):,}{point}{rest}", language) + (f" {unit}" if unit else "")


def number(value: float) -> str:
    """A figure for a sentence: thousands apart, no needless decimals.

    >>> number(107550.0), number(13.608)
    ('107,550', '13.608')
    """
    return f"{value:,.3f}".rstrip("0").rstrip(".")
