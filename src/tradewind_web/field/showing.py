"""An identification as the page shows it, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from tradewind.identification import Identification, Ranked
from tradewind.identification.sentences import named

_MOST: Final = 8
_LEAST: Final = 0.005
_KINDS: Final = {
    "counterfeit": pgettext_lazy("what kind of content", "a fake that was found before"),
    "as read": pgettext_lazy("what kind of content", "a mixture without a name, as it was read"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One gas it may be."""

    name: str
    kind: str | Promise
    likelihood: float
    per_cent: str
    pressure: str
    against: tuple[str, ...]
    is_excluded: bool
    is_label: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything the page says; `tone` is how the verdict is coloured."""

    verdict: str | Promise
    tone: str
    must_stop: bool
    safety: tuple[tuple[str, bool], ...]
    why: tuple[str, ...]
    next_steps: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    is_wrong: bool
    air_bar: str


def shown(found: Identification, language: str, verdict: tuple[str | Promise, str]) -> Answer:
    """The answer in a language; `verdict` is its word and colour."""
    ranked = [r for r in found.shown(_MOST) if r.likelihood >= _LEAST or _is_label(found, r)]
    return Answer(
        verdict[0], verdict[1], found.must_stop,
        tuple((word.text(language), word.level == "stop") for word in found.safety),
        tuple(s.text(language) for s in found.why), tuple(s.text(language) for s in found.next_steps),
        tuple(_line(found, r, language) for r in ranked), tuple(s.text(language) for s in found.notes),
        found.verdict == "contradicted", f"{found.evidence.ambient_bar:.2f}",
    )  # fmt: skip


def _line(found: Identification, ranked: Ranked, language: str) -> Line:
    return Line(
        named(ranked.candidate.designation, language), _KINDS.get(ranked.candidate.kind, ""),
        round(ranked.likelihood, 4), _per_cent(ranked.likelihood), _pressure(ranked),
        tuple(s.text(language) for s in ranked.against), ranked.is_excluded, _is_label(found, ranked),
    )  # fmt: skip


def _per_cent(likelihood: float) -> str:
    """Whole per cent, and never all or nothing."""
    if likelihood < 0.01:
        return "<1"
    return ">99" if likelihood > 0.99 else f"{likelihood * 100:.0f}"


def _is_label(found: Identification, ranked: Ranked) -> bool:
    return found.evidence.label == ranked.candidate.designation


def _pressure(ranked: Ranked) -> str:
    """What the gauge would show: bar above the air, one figure or a span; blank where it is not known."""
    saturation = ranked.saturation
    if saturation is None:
        return ""
    same = saturation.bubble - saturation.dew < 0.02 * saturation.bubble
    return f"{saturation.bubble:.1f}" if same else f"{saturation.dew:.1f}–{saturation.bubble:.1f}"
