"""A Party's limit for a group and a year: baseline times schedule, and beside it the Party's own lower one.

The limit holds for a group as a whole. Consumption is production plus imports minus exports, of new
substance (Article 1(6)); what a limit leaves out is said in the notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, get_args

from tradewind.errors import RequestError, UnknownName
from tradewind.reference.baselines import HFC_FORMULA, Baseline, Measure, formula, shipped, unit_of
from tradewind.reference.parties import EUROPEAN_UNION, Party, party, place
from tradewind.reference.rows import Row, read

GROUPS: Final = ("A-I", "A-II", "B-I", "B-II", "B-III", "C-I", "C-II", "C-III", "E", "F")
ARTICLES: Final = {
    "A-I": "2A", "A-II": "2B", "B-I": "2C", "B-II": "2D", "B-III": "2E", "C-I": "2F", "C-II": "2G",
    "C-III": "2I", "E": "2H", "F": "2J",
}  # fmt: skip
CONSUMPTION: Final = (
    "consumption is production plus imports minus exports, of new substance only, without feedstock, quarantine"
    " and pre-shipment and other exempted uses, for the group as a whole"
)
PRODUCTION: Final = (
    "production is what is produced minus what is destroyed and what is used entirely as feedstock, without"
    " exempted uses, for the group as a whole"
)
LEFT_OUT: Final = "recovered, recycled and reclaimed substance, feedstock and destroyed amounts do not count"
#: What a zero limit still allows, by group (Articles 2A-2J; decisions of the Parties).
EXEMPT: Final = {
    "A-I": "essential uses the Parties agree, laboratory and analytical uses, and listed process agents",
    "A-II": "essential uses the Parties agree, and laboratory and analytical uses",
    "B-I": "essential uses the Parties agree, laboratory and analytical uses, and listed process agents",
    "B-II": "essential uses the Parties agree, laboratory and analytical uses, and listed process agents",
    "B-III": "essential uses the Parties agree, and laboratory and analytical uses",
    "C-I": "laboratory and analytical uses",
    "C-II": "essential uses the Parties agree, and laboratory and analytical uses",
    "C-III": "essential uses the Parties agree, laboratory and analytical uses, and listed process agents",
    "E": "quarantine and pre-shipment, critical uses the Parties agree, and laboratory and analytical uses",
    "F": "what the Parties exempt, among it equipment of Parties with high ambient temperatures",
}
#: Groups that a Party joins by the Kigali Amendment; the trade ban with others starts in 2033 (Article 4).
_BAN_ON_TRADE: Final = 2033
_YEARS: Final = (1986, 2100)


@dataclass(frozen=True, slots=True)
class Step:
    """One control measure: from `first_day` on, at most `max_percent` of the baseline."""

    group: str
    party_group: str
    measure: str
    first_day: date
    max_percent: float
    kind: str
    average_over: str
    baseline_rule: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and what it rests on. `limit` is the lower of treaty and own; None where the baseline is unknown.

    `max_percent_of_baseline` is None where no measure applies yet. `unit` is `ODP t` or, for F, `t CO2e`.
    """

    party: str
    party_group: str
    group: str
    year: int
    measure: str
    max_percent_of_baseline: float | None
    baseline: Baseline
    limit: float | None
    treaty_limit: float | None
    own_limit: float | None
    own_rule: str | None
    governs: str
    unit: str
    rule: str
    notes: tuple[str, ...]
    confidence: str

    def as_dict(self) -> dict[str, Any]:
        """The keys of the `limit` verb (CONTRACT), and more."""
        return {
            "party": self.party, "party_group": self.party_group, "group": self.group, "year": self.year,
            "of": self.measure, "max_percent_of_baseline": self.max_percent_of_baseline,
            "baseline": self.baseline.value, "baseline_basis": self.baseline.basis,
            "baseline_reason": self.baseline.reason, "limit": self.limit, "unit": self.unit,
            "rule": self.rule, "treaty_limit": self.treaty_limit, "own_limit": self.own_limit,
            "own_rule": self.own_rule, "governs": self.governs, "confidence": self.confidence,
            "notes": list(self.notes),
        }  # fmt: skip


def group_named(text: str) -> str:
    """The annex group of a name as people write it: `CI`, `C-1`, `Annex C, Group I`, `E/I`, `F-II`.

    >>> group_named("c1"), group_named("F-I"), group_named("Annex B Group III")
    ('C-I', 'F', 'B-III')
    """
    word = text.upper().replace("ANNEX", "").replace("GROUP", "")
    word = "".join(c for c in word if c.isalnum())
    roman = word[:1] + {"1": "I", "2": "II", "3": "III"}.get(word[1:], word[1:])
    if roman[:1] in ("E", "F") and roman[1:] in ("", "I", "II")[: 2 if roman[:1] == "E" else 3]:
        return roman[0]
    found = next((g for g in GROUPS if g.replace("-", "") == roman), None)
    if found is None:
        raise UnknownName("annex group", text, [g for g in GROUPS if g[:1] == word[:1]] or GROUPS)
    return found


def steps(group: str, party_group: str, measure: str) -> tuple[Step, ...]:
    """The control measures of a group for a group of Parties, in order of their first day."""
    return tuple(
        step
        for step in _steps()
        if step.group == group and step.party_group in (party_group, "all") and measure in step.measure
    )


def limit(
    which: str | Party,
    group: str,
    year: int,
    measure: str = "consumption",
    *,
    baseline: Baseline | None = None,
    own: Iterable[Mapping[str, Any]] = (),
) -> Limit:
    """The limit of a Party for a group and a year.

    `baseline` takes the place of our copy's. `own` are rows of `own_limits` (party, annex_group, measure,
    year, limit, unit, rule): the Party's law or its agreement with the Multilateral Fund; the lower of it and
    the treaty's governs. RequestError for a measure, year or unit that makes no sense.
    """
    country = which if isinstance(which, Party) else party(which)
    group = group_named(group)
    if measure not in get_args(Measure):
        raise RequestError(f"a limit is of consumption or of production, not of {measure!r}")
    if not _YEARS[0] <= year <= _YEARS[1]:
        raise RequestError(f"no limit for {year}: give a year from {_YEARS[0]} to {_YEARS[1]}")
    schedule = _schedule(country, group, year)
    step, coming = _step(group, schedule, measure, year)
    status = country.status(year).party_group
    held = baseline or shipped(country.iso3, group, measure, status)
    percent = step.max_percent if step else None
    treaty = _treaty(percent, held)
    mine = _own(own, country, group, measure, year)
    return _joined(country, schedule, group, year, measure, step, coming, held, treaty, mine)


def phase_out_date(group: str, party_code: str, year: int) -> date | None:
    """The first day from which new consumption is no longer allowed to a Party with its status of that year.

    None for a group that is phased down, not out, and for a place that is no Party. Exempted uses and what
    `LEFT_OUT` names stay allowed.

    >>> phase_out_date("A-II", "IND", 2018)
    datetime.date(2010, 1, 1)
    """
    found = place(party_code)
    if found.kind != "party":
        return None
    group = group_named(group)
    measures = steps(group, _schedule(party(found.code), group, year), "consumption")
    return next((step.first_day for step in measures if step.max_percent == 0), None)


def _schedule(country: Party, group: str, year: int) -> str:
    status = country.status(year)
    if group in ("C-II", "C-III"):
        return "all"
    return status.kigali_group if group == "F" else status.party_group


def _step(group: str, schedule: str, measure: str, year: int) -> tuple[Step | None, Step | None]:
    """The measure in force at the end of the year, and the next one to come."""
    measures = steps(group, schedule, measure)
    past = [step for step in measures if step.first_day.year <= year]
    coming = [step for step in measures if step.first_day.year > year]
    return (past[-1] if past else None), (coming[0] if coming else None)


def _treaty(percent: float | None, held: Baseline) -> float | None:
    if percent is None:
        return None
    if percent == 0:
        return 0.0
    return None if held.value is None else round(held.value * percent / 100, 6)


def _own(
    rows: Iterable[Mapping[str, Any]], country: Party, group: str, measure: str, year: int
) -> tuple[float, str] | None:
    """The lowest own limit of the Party for that group, measure and year, with its rule."""
    found = []
    for row in rows:
        same = party(str(row["party"])).iso3 == country.iso3 and group_named(str(row["annex_group"])) == group
        if not same or row["measure"] != measure or int(row["year"]) != year or row.get("limit") is None:
            continue
        if row.get("unit") not in (None, "", unit_of(group)):
            raise RequestError(f"an own limit of {group} is in {unit_of(group)}, not in {row['unit']}")
        found.append((float(row["limit"]), str(row.get("rule") or "the Party's own rule")))
    return min(found, default=None)


def _joined(
    country: Party, schedule: str, group: str, year: int, measure: str, step: Step | None, coming: Step | None,
    held: Baseline, treaty: float | None, mine: tuple[float, str] | None,
) -> Limit:  # fmt: skip
    governs = "own" if mine and (treaty is None or mine[0] < treaty) else "treaty"
    notes = [CONSUMPTION if measure == "consumption" else PRODUCTION, LEFT_OUT]
    notes.append(f"the limit leaves out {EXEMPT[group]}")
    notes += _notes(country, schedule, group, year, measure, step, held)
    if mine and treaty is None:
        notes.append("the treaty limit is not known here; the own limit is the only figure")
    return Limit(
        party=country.iso3,
        party_group=schedule if schedule != "all" else country.status(year).party_group,
        group=group, year=year, measure=measure,
        max_percent_of_baseline=step.max_percent if step else None,
        baseline=held,
        limit=mine[0] if mine and governs == "own" else treaty,
        treaty_limit=treaty,
        own_limit=mine[0] if mine else None,
        own_rule=mine[1] if mine else None,
        governs=governs,
        unit=unit_of(group),
        rule=_rule(country, group, year, step, coming),
        notes=tuple(notes),
        confidence=step.confidence if step else "",
    )  # fmt: skip


def _rule(country: Party, group: str, year: int, step: Step | None, coming: Step | None) -> str:
    article = f"Article {ARTICLES[group]}"
    if step is None:
        if coming is None:
            return f"{article}: no measure for this group of Parties"
        return f"{article}: no limit yet in {year}; the first starts on {coming.first_day}"
    if step.average_over:
        text = f"{step.max_percent:g} % of the baseline as an annual average over {step.average_over}"
    elif step.max_percent == 0:
        text = "none of the baseline"
    else:
        text = f"at most {step.max_percent:g} % of the baseline"
    text = f"{article}: from {step.first_day} {text} ({step.kind})"
    if group == "F" and not country.bound_by_kigali(year):
        return f"not bound in {year} as far as our copy goes; if bound, {text}"
    return text


def _notes(
    country: Party, schedule: str, group: str, year: int, measure: str, step: Step | None, held: Baseline
) -> list[str]:
    notes = []
    if step is not None:
        notes.append(f"baseline rule: {step.baseline_rule}")
        if step.note:
            notes.append(step.note)
        if step.first_day.year == year and (step.first_day.month, step.first_day.day) != (1, 1):
            notes.append(f"this measure starts within the year, on {step.first_day}")
    if held.value is None and not (step and step.max_percent == 0):
        notes.append(_missing(schedule, group, held))
    elif held.basis != "Ozone Secretariat":
        notes.append(f"baseline {held.reason}")
    if group == "F":
        notes += _kigali(country, year)
    status = country.status(year)
    if status.eu_member and measure == "consumption":
        notes.append(
            "a member of the European Union, which reports and meets its consumption limits as one (Article 2(8)):"
            f" ask for {EUROPEAN_UNION} as well"
        )
    if country.iso3 == EUROPEAN_UNION:
        notes.append(
            "the Union meets consumption limits jointly for its members (Article 2(8)); production limits are theirs"
        )
    if measure == "production":
        notes += _domestic_needs(country, group, year)
    if step is not None and step.confidence == "memory":
        notes.append("this measure is from memory of the treaty: check it before you rely on it")
    return notes


def _missing(schedule: str, group: str, held: Baseline) -> str:
    how = f"; formula: {formula(schedule)}" if group == "F" and schedule in HFC_FORMULA else ""
    yearly = ", or the yearly HFC figures with --hfc" if how else ""
    return (
        f"no baseline: {held.reason}{how}. A Party enters its own with --baseline{yearly}, or loads a table of"
        " reported baselines"
    )


def _kigali(country: Party, year: int) -> list[str]:
    notes = []
    if country.kigali_in_force is None:
        notes.append(
            "no instrument on the Kigali Amendment is known to our copy (2023-10-08): check before relying on it"
        )
    elif country.kigali_in_force.year > year:
        notes.append(f"the Kigali Amendment binds this Party from {country.kigali_in_force}")
    if not country.bound_by_kigali(year):
        when = "is" if year >= _BAN_ON_TRADE else "is not"
        notes.append(
            f"trade in HFCs with a State outside the Amendment {when} banned in {year}: the ban starts in 2033"
        )
    return notes


def _domestic_needs(country: Party, group: str, year: int) -> list[str]:
    """The allowance beyond the production limit for basic domestic needs of Article 5 Parties."""
    schedule = country.status(year).party_group
    past = [s for s in steps(group, schedule, "basic domestic needs") if s.first_day.year <= year]
    if not past or past[-1].max_percent == 0:
        return []
    step = past[-1]
    special = "set after" in step.baseline_rule
    held = shipped(country.iso3, group, "basic domestic needs" if special else "production", schedule)
    figure = "" if held.value is None else f" ({held.value * step.max_percent / 100:,.4g} {held.unit})"
    return [
        f"beyond this limit, production of up to {step.max_percent:g} % of the {step.baseline_rule}{figure} is"
        " allowed to meet the basic domestic needs of Article 5 Parties"
    ]


@cache
def _steps() -> tuple[Step, ...]:
    return tuple(sorted((_read_step(row) for row in read("schedules")), key=lambda s: s.first_day))


def _read_step(row: Row) -> Step:
    return Step(
        row["group"], row["party_group"], row["measure"], date.fromisoformat(row["first_day"]),
        float(row["max_percent"]), row["kind"], row["average_over"], row["baseline_rule"], row["source"],
        row["confidence"], row["note"],
    )  # fmt: skip
