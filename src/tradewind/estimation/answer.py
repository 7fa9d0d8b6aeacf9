"""The answer to "how much gets through anyway": a document for programs and sentences for the minister."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tradewind.detectors.asking import Holdings
from tradewind.estimation import outlook, recapture
from tradewind.estimation.leakage import Leakage, StratumLeakage, leakage, some
from tradewind.estimation.office_frame import OfficeFrame, office_frame
from tradewind.estimation.sensitivity import UNEVENNESS
from tradewind.quantities import Interval, rounded, rounded_within
from tradewind.screening.planning.strata import EQUIPMENT, GAS, OTHER, STRATA

#: Below so many finds the interval spans a factor that people have to be told of: 30 finds leave about a third to each
#: side of a Poisson count (1.96 / sqrt(30)).
FEW: Final = 30
#: Factors up to this are told in figures, greater ones as what they are: ignorance.
_TOLD: Final = 20
_FRAME: Final = (GAS, EQUIPMENT)
_FRAME_TITLE: Final = "gas, equipment and near goods"

NOT_COVERED: Final = (
    "goods that were never declared: vans, cars, coaches, parcels below the radar",
    "methods that an inspection of this depth cannot see, such as double walls or perfect papers, beyond the stated "
    "share that inspections find",
    "what inspections of lines on the risk list missed",
    "lines that were not lodged in this period, or that the warehouse does not hold",
    "gas that was declared in full and diverted after its release",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How much passed unseen in a period."""

    first: date
    last: date
    office: OfficeFrame
    made: Leakage
    frame: StratumLeakage
    assumptions: tuple[str, ...]
    not_covered: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The answer for the frame, and beside it for the goods outside, whose few drawn lines each stand for many."""
        return " ".join(
            f"{part.name.capitalize()}: {sentence(part)}"
            for part in (self.frame, self.made.strata[STRATA.index(OTHER)])
            if part.lines
        )

    def as_dict(self) -> dict[str, Any]:
        """The document: `strata` and `all` in the fixed form, `frame` for the strata of gas and equipment together,
        and what else people ask: `sentence`, `halving_floor`, `over_sensitivity`, `pooled`, `recapture`.

        `rate` is the leakage as a share of `frame_mass_kg`, which is the declared mass of all lines, those on the risk
        list too; `floor_inspected` and `finds` are of lines that only chance had looked at and that have a result."""
        made: dict[str, Any] = rounded_within({
            "from": self.first.isoformat(), "to": self.last.isoformat(),
            "strata": [self._part(stratum, n) for n, stratum in enumerate(self.made.strata)],
            "frame": self._part(self.frame), "all": self._part(self.made.all),
            "sentence": self.sentence, "halving_floor": outlook.halving_floor(self.made),
            "over_sensitivity": [
                {"sensitivity": found, "leakage_kg": kg.as_dict()}
                for found, kg in outlook.over_sensitivity(self.made, self.office.frame)
            ],
            "pooled": [{"offices": k, "rate": rate.as_dict()} for k, rate in outlook.pooled(self.made)],
            "recapture": self._recapture(), "drawn_and_on_the_risk_list": self.office.drawn_and_chosen,
            "assumptions": list(self.assumptions), "not_covered": list(self.not_covered),
        })  # fmt: skip
        return made

    def _part(self, part: StratumLeakage, number: int | None = None) -> dict[str, Any]:
        told: dict[str, Any] = {"stratum": part.name} if number is not None else {}
        told |= {
            "frame_lines": part.lines, "frame_mass_kg": part.mass_kg, "floor_inspected": part.inspected,
            "finds": part.finds, "leakage_kg": part.leakage_kg.as_dict(), "rate": part.rate.as_dict(),
            "detection_sensitivity": part.sensitivity.as_dict(), "assumptions": list(self.assumptions),
            "not_covered": list(self.not_covered), "sentence": sentence(part), "open_results": part.open,
            "without_open_results_kg": part.decided_kg.as_dict(), "not_looked_at_kg": part.unseen_kg,
        }  # fmt: skip
        if number is not None:
            share = self.made.shares[number]
            told |= {
                "effective_sample_size": share.effective, "design_effect": share.design_effect,
                "size_of_a_find": share.size,
            }  # fmt: skip
        return told

    def _recapture(self) -> dict[str, Any] | None:
        if self.office.looks is None:
            return None
        first, second, both = self.office.looks
        return {
            "first": first, "second": second, "both": both, "loads": recapture.loads(first, second, both).as_dict(),
            "basis": f"Chapman and Chao for loads found alike; up to {1 + UNEVENNESS**2:g} times that where "
            "some are much harder to find than others (assumed)",
        }  # fmt: skip


def answer(warehouse: Holdings, first: date, last: date) -> Answer:
    """What passed unseen among the lines lodged from `first` to `last`; RequestError where there are none."""
    office = office_frame(warehouse, first, last)
    made = leakage(office.frame, office.by_depth)
    frame = some(made, office.frame, _FRAME, _FRAME_TITLE)
    missing = [s.name for s in made.strata if s.lines and not s.inspected]
    not_covered = list(NOT_COVERED)
    if missing:
        not_covered.append(f"no line was drawn at random among: {', '.join(missing)}")
    if office.undated:
        not_covered.append(f"{office.undated:,} lines of the warehouse that state no day")
    return Answer(first, last, office, made, frame, tuple(_assumptions(office, made)), tuple(not_covered))


def sentence(part: StratumLeakage) -> str:
    """What is known of one stratum, or of all, in plain words."""
    kg = part.leakage_kg
    if not part.lines:
        return "No line of this kind was lodged."
    if not part.inspected and not part.unseen_kg:
        return "Every line was looked at for another reason; nothing was left to chance."
    if not part.inspected:
        return (
            f"No line was drawn at random and inspected, so nothing bounds what got through: it can be anything up to "
            f"all of the {_kg(part.unseen_kg)} kg that nobody looked at. Silence is not zero."
        )
    tried = f"{part.inspected:,} line{'s' if part.inspected > 1 else ''} drawn at random"
    opened = f" {part.open:,} of the drawn lines have no result yet and widen the range." if part.open else ""
    if not part.finds:
        return (
            f"Nothing illegal was found on {tried}. That is not zero: up to {_kg(kg.high)} kg may have got through "
            f"(95 %).{opened}"
        )
    told = (
        f"Between {_kg(kg.low)} and {_kg(kg.high)} kg got through (95 %), best figure {_kg(kg.mid or 0.0)} kg"
    )
    finds = f"{part.finds:,} find{'s' if part.finds > 1 else ''} on {tried}"
    return f"{told}, from {finds}{_how_good(part)}.{opened}"


def _how_good(part: StratumLeakage) -> str:
    """How far off the best figure can be."""
    kg = part.leakage_kg
    if part.finds >= FEW or not kg.mid:
        return ""
    factor = max(kg.high / kg.mid, kg.mid / kg.low if kg.low else float("inf"))
    if factor > _TOLD:
        return ": the best figure says little more than that it is not zero"
    return f": right within a factor of several, about {factor:.1f}"


def outlook_sentences(given: Answer) -> list[str]:
    """What a larger floor, or offices together, would teach."""
    made = given.made
    if not made.all.inspected:
        return ["A floor of even a few lines a month, drawn by chance, would begin to bound it."]
    told = []
    unseen = [s.name for s in made.strata if s.lines and not s.inspected]
    where = " where chance looked" if unseen else ""
    floor = outlook.halving_floor(made)
    if floor is not None:
        told.append(
            f"A floor of {floor:,} lines instead of {made.all.inspected:,}, split as now, would halve the interval "
            f"that comes from sampling{where}."
        )
    if made.all.finds < FEW:
        rates = dict(outlook.pooled(made))
        told.append(
            f"Alone, the floor bounds the share of declared mass that got through{where} by "
            f"{_percent(rates[1])}; with offices like this one together it would be {_percent(rates[5])} for five "
            f"and {_percent(rates[20])} for twenty, if they find the same."
        )
    return told


def _assumptions(office: OfficeFrame, made: Leakage) -> list[str]:
    bases = sorted({b for s in made.strata if s.inspected for b in s.sensitivity.basis.split("; ")})
    told = [
        "each line of the floor was drawn by itself with the probability that is written with it, whatever its score, "
        "and was inspected as the plan said",
        "what an inspection reports as illegal is illegal; a breach on paper counts as no illegal mass",
        "lines that the risk list or a tip had looked at did not get through",
        f"share of what is there that inspections find: {'; '.join(bases) if bases else 'nothing was inspected'}",
        "intervals hold at 95 % for what chance decides; the ends of the sensitivity are taken on top of it",
    ]
    if made.all.open:
        told.append(
            f"{made.all.open:,} drawn lines without a result count as lawful for the low end and as wholly illegal for "
            "the high end"
        )
    for count, what in (
        (office.mass_unknown, "lines declare no mass and count with the median of their stratum (assumed)"),
        (office.found_unweighed, "finds state no mass and count with the declared one (assumed)"),
        (office.without_probability, "lines drawn by chance have no probability written with them: they count as "
         "looked at and stand for no other line"),
    ):  # fmt: skip
        if count:
            told.append(f"{count:,} {what}")
    return told


def in_words(kg: Interval) -> str:
    """An interval of kg as people read it."""
    return f"{_kg(kg.low)} to {_kg(kg.high)}, best figure {_kg(kg.mid or 0.0)}"


def _kg(value: float) -> str:
    """Three figures are more than any of these estimates bears."""
    if value < 1:
        return f"{rounded(value):.2g}"
    digits = max(len(str(int(value))) - 3, 0)
    return f"{round(value, -digits):,.0f}"


def _percent(rate: Interval) -> str:
    return f"{100 * rate.low:.2g} to {100 * rate.high:.2g} %"


def table_rows(parts: Sequence[StratumLeakage]) -> list[dict[str, Any]]:
    """The strata as rows for people; no leakage is named where chance looked at nothing."""
    return [
        {
            "stratum": part.name, "lines": part.lines, "declared kg": _kg(part.mass_kg), "drawn": part.inspected,
            "finds": part.finds, "got through, kg": f"{_kg(part.leakage_kg.low)} to {_kg(part.leakage_kg.high)}",
            "best figure, kg": _kg(part.leakage_kg.mid or 0.0) if part.finds else None,
        }
        for part in parts
    ]  # fmt: skip
