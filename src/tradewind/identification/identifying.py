"""`identify`: from what was measured and read to one ranked list, a verdict on the label, and what to do next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tradewind.errors import NotPlausible
from tradewind.identification.candidates import Candidate, as_read, found_under, known, of
from tradewind.identification.dangers import SafetyWord, first_words
from tradewind.identification.evidence import AIR, HYDROCARBONS, UNKNOWN, Evidence, named_in
from tradewind.identification.judging import Display, Fit, by_mass, by_pressure, by_reading, display_of
from tradewind.identification.sentences import Sentence, say
from tradewind.identification.verdicts import Ranked, Standing, next_steps, notes_on, verdict_on
from tradewind.reference.cases import cases
from tradewind.reference.packages import colours, cylinders, un_number

#: How much more a gas is expected where the package says so (assumed): its label, a fake known under that label,
#: the UN number, a name in the code, a former colour.
_LABEL, _FAKE, _UN, _CODE, _COLOUR = 20.0, 8.0, 5.0, 2.0, 1.2
#: How often a gas is expected that neither a public case nor the usual packages name, beside one case (assumed).
_NEVER_SEEN: Final = 0.2
#: How often a mixture that has no name is expected, beside a gas of one public case (assumed).
_UNNAMED: Final = 1.0
#: The share from which a gas of a reading is part of the mixture, and what of it may be unknown.
_PART, _MOST_UNKNOWN = 3.0, 10.0
_SHOWN: Final = 20
_Judged = tuple[Candidate, tuple[Fit, ...], float]


@dataclass(frozen=True, slots=True)
class Identification:
    """The answer. `ranked` holds every candidate, the likeliest first; likelihoods sum to 1.

    `label_consistent` is None where the label is neither confirmed nor contradicted, or there is none.
    """

    evidence: Evidence
    ranked: tuple[Ranked, ...]
    verdict: str
    why: tuple[Sentence, ...]
    next_steps: tuple[Sentence, ...]
    safety: tuple[SafetyWord, ...]
    notes: tuple[Sentence, ...]

    @property
    def label_consistent(self) -> bool | None:
        """True, False, or None where it is undecided."""
        return {"consistent": True, "contradicted": False}.get(self.verdict)

    @property
    def must_stop(self) -> bool:
        """Whether a safety word is a stop."""
        return any(word.level == "stop" for word in self.safety)

    def shown(self, most: int = _SHOWN) -> tuple[Ranked, ...]:
        """The likeliest, and the label's own gas wherever it stands."""
        first = self.ranked[:most]
        label = [r for r in self.ranked[most:] if r.candidate.designation == self.evidence.label]
        return (*first, *label)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """The stable form for JSON, for the page and to be kept with a case."""
        evidence = self.evidence
        return {
            "candidates": [r.as_dict(language) for r in self.shown()],
            "label": evidence.label,
            "label_consistent": self.label_consistent,
            "verdict": self.verdict,
            "why": [s.text(language) for s in self.why],
            "next_step": " ".join(s.text(language) for s in self.next_steps),
            "safety": " ".join(word.text(language) for word in self.safety),
            "safety_stop": self.must_stop,
            "safety_words": [
                {"key": w.key, "level": w.level, "sentence": w.text(language), "source": w.source}
                for w in self.safety
            ],
            "notes": [s.text(language) for s in self.notes],
            "pressure_bar_abs": evidence.pressure_bar_abs,
            "temperature_c": evidence.temperature_c,
            "instrument": evidence.instrument,
            "reading": None if evidence.reading is None else dict(evidence.reading),
        }


def identify(evidence: Evidence) -> Identification:
    """What the cylinder may hold, by everything that is known of it. NotPlausible where nothing is.

    >>> found = identify(Evidence(temperature_c=25, pressure_bar_gauge=9.4, label="R-134a"))
    >>> found.verdict, found.ranked[0].candidate.designation
    ('contradicted', 'R-22')
    """
    if evidence.is_empty:
        raise NotPlausible(
            "nothing", "nothing to go by: give a pressure with its temperature, a reading, a mass or a label"
        )
    celsius = evidence.temperature_c
    display = display_of(evidence)
    in_code = named_in(evidence.code_text) if evidence.code_text else ()
    judged = [_judged(c, evidence, display, _expected(c, evidence, in_code)) for c in _candidates(evidence)]
    unnamed = _unnamed(evidence, judged)
    if unnamed is not None:
        judged.append(_judged(unnamed, evidence, display, _UNNAMED))
    total = sum(weight for _, _, weight in judged)
    ranked = tuple(sorted(
        (
            Ranked(c, weight / total, c.saturation(celsius) if celsius is not None else None, fits)
            for c, fits, weight in judged
        ),
        key=lambda r: (-r.likelihood, r.candidate.designation),
    ))  # fmt: skip
    standing = Standing(evidence, ranked, _package(evidence, in_code))
    verdict, why = verdict_on(standing)
    overfull = any(s.code in {"overfull", "too_dense"} for r in ranked[:1] for s in r.against)
    safety = first_words(
        evidence, ((r.candidate, r.likelihood) for r in ranked),
        nothing_fits=standing.nothing_fits or (verdict == "contradicted" and evidence.reading is None),
        undecided_content=evidence.reading is None, overfull=overfull,
    )  # fmt: skip
    stops = any(word.level == "stop" for word in safety)
    return Identification(
        evidence, ranked, verdict, why, next_steps(standing, verdict, stops), safety,
        (*(note for note in notes_on(standing) if note not in why), say("basis")),
    )  # fmt: skip


def _candidates(evidence: Evidence) -> Iterable[Candidate]:
    """Every candidate with a pressure, every fake, and what the label or the reading names besides."""
    found = dict(known())
    named = [evidence.label] if evidence.label else []
    named += [p for p in evidence.reading or {} if p not in {AIR, UNKNOWN, HYDROCARBONS}]
    for designation in named:
        if designation not in found:
            found[designation] = of(designation)
    return found.values()


def _judged(candidate: Candidate, evidence: Evidence, display: Display | None, expected: float) -> _Judged:
    """How each reading fits it, and what it weighs: as much as it was expected times how well each fits."""
    fits = (by_pressure(candidate, evidence), by_reading(candidate, display), by_mass(candidate, evidence))
    made = tuple(fit for fit in fits if fit is not None)
    return candidate, made, math.prod((fit.weight for fit in made), start=expected)


def _expected(candidate: Candidate, evidence: Evidence, in_code: Sequence[str]) -> float:
    """How much it is expected before anything is measured: public cases, and what the package says."""
    name = candidate.designation
    weight = _NEVER_SEEN + _times_seen().get(name, 0)
    if evidence.label == name:
        weight *= _LABEL
    elif evidence.label and name in found_under(evidence.label):
        weight *= _FAKE
    if evidence.un_number and name in un_number(evidence.un_number).designations:
        weight *= _UN
    if name in in_code:
        weight *= _CODE
    if evidence.colour and evidence.colour.casefold() in _former_colours().get(name, ""):
        weight *= _COLOUR
    return weight


def _unnamed(evidence: Evidence, judged: Iterable[_Judged]) -> Candidate | None:
    """The mixture the identifier shows, where no candidate stands against its reading."""
    reading = evidence.reading or {}
    parts = {p: s for p, s in reading.items() if p not in {AIR, UNKNOWN} and s >= _PART}
    if HYDROCARBONS in parts or len(parts) < 2 or reading.get(UNKNOWN, 0) > _MOST_UNKNOWN:
        return None
    if any(fit.about == "reading" and fit.stands for _, fits, _ in judged for fit in fits):
        return None
    total = sum(parts.values())
    return as_read({part: share * 100 / total for part, share in parts.items()})


def _package(evidence: Evidence, in_code: Sequence[str]) -> tuple[Sentence, ...]:
    """Where what stands on the package contradicts itself."""
    label, found = evidence.label, []
    if evidence.un_number:
        entry = un_number(evidence.un_number)
        if label and entry.named and entry.designations and label not in entry.designations:
            found.append(
                say("package_un", label=label, number=entry.number, gas=", ".join(entry.designations))
            )
    if label and in_code and label not in in_code:
        found.append(say("package_code", label=label, gases=", ".join(in_code)))
    return tuple(found)


@cache
def _times_seen() -> Mapping[str, int]:
    """In how many public cases a gas was found, one more for a gas of the usual packages.

    The cases are a convenience sample: they say what is met, not how often.
    """
    counts = dict.fromkeys((d for package in cylinders() for d in package.designations), 1)
    for fake in known().values():
        if fake.kind == "counterfeit":
            counts[fake.designation] = 1 + len(fake.case_ids)
    for case in cases():
        for name in {item.get("designation") or "" for item in case.get("substances", ())}:
            counts[name] = counts.get(name, 0) + 1
    return {name: count for name, count in counts.items() if name in known()}


@cache
def _former_colours() -> Mapping[str, str]:
    return {colour.of: colour.colour.casefold() for colour in colours() if colour.kind == "designation"}
