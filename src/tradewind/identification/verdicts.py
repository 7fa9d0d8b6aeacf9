"""What follows for the label, and what to do next. A gauge alone never confirms where anything else fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tradewind.identification.candidates import Candidate
from tradewind.identification.dangers import hides_methyl_chloride
from tradewind.identification.evidence import AIR, UNKNOWN, Evidence
from tradewind.identification.instruments import identifier
from tradewind.identification.judging import Fit
from tradewind.identification.saturation import HIGHEST_C, LOWEST_C, Saturation
from tradewind.identification.sentences import Sentence, say

#: Reasons that leave a label undecided by pressure without speaking against what an identifier reads.
_HARMLESS: Final = frozenset({"below", "edge", "no_curve"})
_NAMED: Final = 8
#: From this share of the label's likelihood on, another gas that fits keeps the label undecided (assumed).
_RIVAL: Final = 0.05


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its share of the likelihood, what it shows at the temperature, and what speaks against it."""

    candidate: Candidate
    likelihood: float
    saturation: Saturation | None
    fits: tuple[Fit, ...]

    @property
    def is_excluded(self) -> bool:
        """Whether a reading contradicts it."""
        return any(fit.stands is False for fit in self.fits)

    @property
    def against(self) -> tuple[Sentence, ...]:
        """Why it does not fit, in sentences."""
        return tuple(fit.why for fit in self.fits if fit.why is not None)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """JSON; pressures in bar absolute."""
        shown = self.saturation
        return {
            "designation": self.candidate.designation,
            "likelihood": round(self.likelihood, 6),
            "saturation_bar_abs": None if shown is None else round(shown.bubble, 3),
            "dew_bar_abs": None if shown is None else round(shown.dew, 3),
            "kind": self.candidate.kind,
            "family": self.candidate.family,
            "excluded": self.is_excluded,
            "against": [sentence.text(language) for sentence in self.against],
            "source": self.candidate.source,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything a verdict rests on."""

    evidence: Evidence
    ranked: Sequence[Ranked]
    package: tuple[Sentence, ...]

    @property
    def labelled(self) -> Ranked | None:
        """The label's own gas."""
        return next((r for r in self.ranked if r.candidate.designation == self.evidence.label), None)

    @property
    def nothing_fits(self) -> bool:
        """Whether a reading contradicts every candidate."""
        return all(r.is_excluded for r in self.ranked)

    @property
    def others(self) -> tuple[Ranked, ...]:
        """Every other gas that nothing contradicts."""
        return tuple(
            r for r in self.ranked if r.candidate.designation != self.evidence.label and not r.is_excluded
        )

    def alike(self, about: str) -> tuple[Ranked, ...]:
        """Every other gas that this kind of reading fits within its tolerance."""
        return tuple(r for r in self.others if any(f.about == about and f.stands for f in r.fits))


def verdict_on(standing: Standing) -> tuple[str, tuple[Sentence, ...]]:
    """`consistent`, `contradicted` or `undecided`, and why."""
    label, labelled = standing.evidence.label, standing.labelled
    if label is None or labelled is None:
        return "undecided", (say("no_label"),)
    against = [fit.why for fit in labelled.fits if fit.stands is False and fit.why is not None]
    against += [s for s in standing.package if s.code == "package_un"]
    if against:
        return "contradicted", (say("contradicted", label=label), *against)
    if _confirmed(standing, labelled):
        return "consistent", (say("consistent", label=label),)
    return "undecided", (say("undecided", label=label), *labelled.against, *_lookalikes(standing))


def _confirmed(standing: Standing, labelled: Ranked) -> bool:
    """Whether the identifier reads the label's gas and nothing else fits; by gauge alone only where all else is out."""
    fits = {fit.about: fit for fit in labelled.fits}
    pressure, reading, mass = fits.get("pressure"), fits.get("reading"), fits.get("mass")
    if mass is not None and mass.stands is None:
        return False
    if reading is None:
        return pressure is not None and pressure.stands is True and not standing.others
    if reading.stands is not True or hides_methyl_chloride(standing.evidence):
        return False
    if pressure is not None and pressure.stands is None and not (
        pressure.why is None or pressure.why.code in _HARMLESS
    ):  # fmt: skip
        return False
    return not any(
        all(fit.stands for fit in r.fits) and r.likelihood > _RIVAL * labelled.likelihood
        for r in standing.alike("reading")
    )


def next_steps(standing: Standing, verdict: str, stops: bool) -> tuple[Sentence, ...]:
    """What to do, in order; honest where the field cannot decide."""
    evidence, labelled = standing.evidence, standing.labelled
    if verdict == "consistent":
        return (say("next_consistent"),)
    if verdict == "contradicted":
        return (*((say("next_stop"),) if stops else ()), say("next_contradicted"))
    if stops:
        return (say("next_stop_laboratory"),)
    if evidence.reading is not None:
        return (say("next_laboratory"),)
    if evidence.pressure_bar_abs is None:
        return (say("next_measure"),)
    below = labelled is not None and any(s.code == "below" for s in labelled.against)
    weigh = (say("next_weigh"),) if below and evidence.liquid is None else ()
    return (*weigh, say("next_identifier"))


def notes_on(standing: Standing) -> tuple[Sentence, ...]:
    """What else a person should know, in the order of weight."""
    evidence, notes = standing.evidence, []
    if standing.nothing_fits:
        notes.append(say("nothing_fits"))
    notes += [s for s in standing.package if s.code != "package_un"]
    notes += _on_pressure(standing)
    notes += _on_reading(evidence)
    content, stated = evidence.content_kg, evidence.net_kg
    if content is not None and stated is not None and abs(content - stated) > 0.02 * stated:
        notes.append(say("net_differs", stated=f"{stated:g}", weighed=f"{content:.2f}"))
    if evidence.colour:
        notes.append(say("colour"))
    return tuple(notes)


def _on_pressure(standing: Standing) -> list[Sentence]:
    evidence = standing.evidence
    notes: list[Sentence] = []
    celsius, pressure = evidence.temperature_c, evidence.pressure_bar_abs
    if celsius is None or pressure is None:
        return notes
    if not LOWEST_C <= celsius <= HIGHEST_C:
        return [say("outside_table", temperature=f"{celsius:g}", low=f"{LOWEST_C:g}", high=f"{HIGHEST_C:g}")]
    notes += _lookalikes(standing)
    if evidence.reading is None:
        notes.append(say("mixture_can"))
    if (
        any(r.candidate.designation == "R-718" for r in standing.alike("pressure"))
        and evidence.content_kg is not None
    ):
        notes.append(say("water"))
    return notes


def _lookalikes(standing: Standing) -> list[Sentence]:
    """The other gases whose pressure this is: of another family first, those with a name of their own before fakes."""
    family = standing.labelled.candidate.family if standing.labelled else ""
    alike = sorted(
        standing.alike("pressure"),
        key=lambda r: (r.candidate.family == family, r.candidate.kind == "counterfeit"),
    )
    return [say("alike", gases="; ".join(r.candidate.designation for r in alike[:_NAMED]))] if alike else []


def _on_reading(evidence: Evidence) -> list[Sentence]:
    notes: list[Sentence] = []
    reading = evidence.reading
    if reading is None:
        return notes
    if reading.get(AIR, 0) > 95:
        notes.append(say("air_only"))
    elif reading.get(AIR, 0) > 0:
        notes.append(say("air_raises"))
    if evidence.identifier_kind == "legacy" and reading.get(UNKNOWN, 0) > 0:
        notes.append(say("legacy_unit", gases=", ".join(sorted(identifier("legacy").knows))))
    return notes
