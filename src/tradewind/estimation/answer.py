"""The answer to "how much gets through anyway": a document for programs and sentences for the minister."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tradewind.detectors.asking import Holdings
from tradewind.estimation import outlook, recapture, texts
from tradewind.estimation.leakage import Leakage, StratumLeakage, leakage, some
from tradewind.estimation.office_frame import OfficeFrame, office_frame
from tradewind.estimation.wording import Wording
from tradewind.quantities import rounded_within
from tradewind.screening.planning.strata import EQUIPMENT, GAS, OTHER, STRATA

_FRAME: Final = (GAS, EQUIPMENT)


@dataclass(frozen=True, slots=True)
class Answer:
    """How much passed unseen in a period; its sentences are in `language`."""

    first: date
    last: date
    office: OfficeFrame
    made: Leakage
    frame: StratumLeakage
    assumptions: tuple[str, ...]
    not_covered: tuple[str, ...]
    language: str = "en"

    @property
    def wording(self) -> Wording:
        """The sentences of the language."""
        return Wording(self.language)

    @property
    def sentence(self) -> str:
        """The answer for the frame, and beside it for the goods outside, whose few drawn lines each stand for many."""
        wording = self.wording
        return wording.speaker.together(
            wording.of(part) for part in (self.frame, self.made.strata[STRATA.index(OTHER)]) if part.lines
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
            "detection_sensitivity": part.sensitivity.as_dict(self.language), "assumptions": list(self.assumptions),
            "not_covered": list(self.not_covered), "sentence": self.wording.sentence(part), "open_results": part.open,
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
            "basis": self.wording.recapture(),
        }  # fmt: skip


def answer(warehouse: Holdings, first: date, last: date, language: str = "en") -> Answer:
    """What passed unseen among the lines lodged from `first` to `last`; RequestError where there are none."""
    office = office_frame(warehouse, first, last)
    made = leakage(office.frame, office.by_depth)
    frame = some(made, office.frame, _FRAME, texts.FRAME)
    wording = Wording(language)
    assumed, not_covered = wording.assumptions(office, made), wording.not_covered(office, made)
    return Answer(first, last, office, made, frame, tuple(assumed), tuple(not_covered), language)
