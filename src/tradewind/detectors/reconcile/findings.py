"""From rows of the checks to findings: one a subject, with a reason for every check that answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Any, Final

from tradewind.derivations.code_fit import covered
from tradewind.derivations.naming import Gas
from tradewind.detectors.composing import About, composed
from tradewind.detectors.reconcile import texts
from tradewind.detectors.reconcile.checks import ITEM_CHECKS
from tradewind.detectors.reconcile.preparing import Prepared
from tradewind.detectors.sentences import Said, number
from tradewind.detectors.valuing import Factors, Valued, factors_of, mass_of_grams, valued
from tradewind.findings import Finding
from tradewind.quantities import Interval

NAME: Final = "reconcile"
VERSION: Final = "1.0"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about: its natural key, and what identity rests on."""

    kind: str
    id: str
    gas: Gas | None
    words: str | None
    start: date | None
    end: date | None
    party: str | None = None
    partner: str | None = None


def of_item(row: Row, prepared: Prepared) -> Finding:
    """A declaration item at which one or more checks answered."""
    subject = Subject(
        "declaration item",
        row["item_key"],
        prepared.gases.get(row["goods"]),
        None if row["goods"] == "?" else row["goods"],
        row["lodged_on"],
        row["lodged_on"],
        row["party"],
        row["partner"],
    )
    values = _item_values(row, prepared)
    said = [
        Said(kind, row[column], values, _rows(row["ref"], row["line_ref"]), _sentence(column, row))
        for column, kind in ITEM_CHECKS.items()
        if row[column] is not None
    ]
    facts = {
        "licence": row["licence"],
        "licence_cited": row["licence_id"],
        "holder": prepared.traders.label_of.get(row["holder"] or ""),
        "trader": row["trader_name"],
        "match": row["how"],
        "match_certainty": row["certainty"],
        "substance_known_by": row["basis"],
        "mass_known_by": row["mass_basis"],
        "hs_code": row["hs_code"],
        "hs_edition": row["hs_edition"],
    }
    notes = [*_match_note(row, values, prepared), *_mass_note(row, values)]
    return _finding(subject, said, notes, mass_of_grams(row["mass_low_g"], row["mass_high_g"]), facts)


def of_licence(row: Row, prepared: Prepared) -> Finding:
    """A licence and gas on which more was cleared than licensed, or which was never used."""
    subject = Subject(
        "licence", row["licence"] or row["licence_key"], prepared.gases.get(row["licensed"]), _words(row["licensed"]),
        row["valid_from"], row["valid_to"], None, row["partner"],
    )  # fmt: skip
    values = _sum_values(row, prepared) | {
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
    }
    facts = {"licence": row["licence"], "holder": values["holder"], "items_without_mass": row["no_mass"] or 0}
    if row["more"] is not None:
        refs = _rows(row["ref"], *row["refs"])
        said = [Said("more_than_licensed", row["more"], values, refs, "more")]
        return _finding(subject, said, [], _excess(row), facts)
    sentence = "never_said_used" if row["said_used"] else "never"
    said = [Said("licensed_never_used", row["never"], values, _rows(row["ref"]), sentence)]
    return _finding(subject, said, [], mass_of_grams(row["licensed_g"], row["licensed_g"]), facts)


def of_holders(pools: Iterable[Row], quotas: Iterable[Row], prepared: Prepared) -> list[Finding]:
    """Holder, gas and year above its licences together, above its quota, or both: one finding."""
    by_subject: dict[tuple[str, str, int], list[tuple[Said, Valued, Row]]] = {}
    for row in pools:
        values = _sum_values(row, prepared) | {"year": str(row["year"])}
        said = Said("more_than_licensed", row["more"], values, _rows(*row["refs"]), "pool")
        worth = valued(_excess(row), _factors(prepared.gases.get(row["licensed"])))
        by_subject.setdefault((row["holder"], row["licensed"], row["year"]), []).append((said, worth, row))
    for row in quotas:
        sentence, values = _quota_values(row, prepared)
        said = Said("over_quota", row["over"], values, _rows(row["quota_ref"], *row["refs"]), sentence)
        key = (row["holder"], row["quota_goods"], row["year"])
        by_subject.setdefault(key, []).append((said, _over(row, prepared), row))
    return [
        _of_holder(key, parts, prepared) for key, parts in sorted(by_subject.items(), key=lambda i: str(i[0]))
    ]


def _of_holder(
    key: tuple[str, str, int], parts: Sequence[tuple[Said, Valued, Row]], prepared: Prepared
) -> Finding:
    holder, goods, year = key
    subject = Subject(
        "holder, substance and year", f"{holder}/{goods}/{year}", prepared.gases.get(goods), _words(goods),
        date(year, 1, 1), date(year, 12, 31), next((r["party"] for _, _, r in parts if r.get("party")), None),
    )  # fmt: skip
    worth = max((w for _, w, _ in parts), key=_size)
    facts = {"holder": prepared.traders.label_of.get(holder, holder), "year": year}
    return _finding(subject, [said for said, _, _ in parts], [], worth, facts)


def _finding(
    subject: Subject,
    said: Sequence[Said],
    notes: Sequence[Said],
    known: Interval | Valued | None,
    facts: Row,
) -> Finding:
    """Certainties of several checks combine as those of independent witnesses."""
    worth = known if isinstance(known, Valued) else valued(known, _factors(subject.gas))
    certainty = 1 - prod(1 - s.weight for s in said)
    kinds = tuple(dict.fromkeys(s.code for s in sorted(said, key=lambda s: (-s.weight, s.code))))
    about = About(
        subject.kind, subject.id, subject.words, subject.start, subject.end, subject.party, subject.partner
    )
    return composed(
        (NAME, VERSION), about, worth, certainty, [*said, *notes], texts.TEMPLATES,
        lawful=texts.lawful(kinds), check=texts.check(kinds[0]),
        facts={"kind": kinds[0], "kinds": list(kinds), **facts},
    )  # fmt: skip


def _item_values(row: Row, prepared: Prepared) -> dict[str, str]:
    holder = row["holder"] or ""
    held = covered(row["hs_edition"], row["hs_code"])
    return {
        "item": row["item_key"],
        "goods": row["goods"],
        "other": row["other_goods"] or "",
        "trader": row["trader_name"] or "?",
        "cited": row["licence_id"] or "",
        "licence": row["licence"] or "",
        "licensed": _named(row["licensed"], prepared),
        "holder": prepared.traders.label_of.get(holder, holder),
        "alike": str(round((row["likeness"] or 0) * 100)),
        "code": row["hs_code"] or "",
        "edition": row["hs_edition"] or "",
        "covers": held.gas.words if held else "",
        "day": _day(row["lodged_on"]),
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
        "certainty": number(round(row["certainty"], 2)) if row["certainty"] is not None else "",
        "mass": number(row["mass_low_g"] / 1000) if row["mass_low_g"] is not None else "",
    }


def _sentence(column: str, row: Row) -> str:
    if column == "hidden" and covered(row["hs_edition"], row["hs_code"]):
        return "hidden_in_basket"
    return "without_number" if column == "without" and row["licence_id"] else column


def _match_note(row: Row, values: Mapping[str, str], prepared: Prepared) -> list[Said]:
    sentence = {
        "number": "match_number",
        "compact number": "match_number",
        "number misread": "match_misread",
        "trader, gas and date": "match_trader",
    }.get(row["how"] or "")
    if sentence == "match_trader" and (row["trader"], row["holder"]) in prepared.same_number:
        sentence = "match_trader_number"
    return [Said("match", 0.0, values, _rows(row["line_ref"]), sentence)] if sentence else []


def _mass_note(row: Row, values: Mapping[str, str]) -> list[Said]:
    if row["mass_basis"] == "packages":
        return [Said("mass", 0.0, values, (), "mass_by_packages")]
    return [Said("mass", 0.0, values, (), "mass_unknown")] if row["mass_low_g"] is None else []


def _sum_values(row: Row, prepared: Prepared) -> dict[str, str]:
    licensed, cleared = row["licensed_g"], row["cleared_low_g"]
    return {
        "licence": row.get("licence") or "",
        "holder": prepared.traders.label_of.get(row["holder"], row["holder"]),
        "licensed": _named(row["licensed"], prepared),
        "allowed": "?" if licensed is None else number(licensed / 1000),
        "cleared": "0" if cleared is None else number(cleared / 1000),
        "excess": "" if cleared is None or licensed is None else number((cleared - licensed) / 1000),
    }


def _quota_values(row: Row, prepared: Prepared) -> tuple[str, dict[str, str]]:
    sums = {
        "over_quota_mass": (row["low_g"], row["quota_g"]),
        "over_quota_co2e": (row["co2e_low"], row["quota_co2e_kg"]),
        "over_quota_odp": (row["odp_low"], row["quota_odp_kg"]),
    }
    sentence, (cleared, allowed) = next(
        (name, pair) for name, pair in sums.items() if pair[1] is not None and (pair[0] or 0) > pair[1]
    )
    return sentence, {
        "holder": prepared.traders.label_of.get(row["holder"], row["holder"]),
        "licensed": prepared.gases[row["quota_goods"]].words,
        "year": str(row["year"]),
        "cleared": number(round(cleared / 1000, 3)),
        "allowed": number(round(allowed / 1000, 3)),
    }


def _excess(row: Row) -> Interval:
    low = max(row["cleared_low_g"] - row["licensed_g"], 0)
    high = max(row["cleared_high_g"] - row["licensed_g"], low)
    return mass_of_grams(low, high) or Interval.exactly(0.0)


def _over(row: Row, prepared: Prepared) -> Valued:
    """What lies above a quota: its mass where the quota is in mass, else t CO2e or ODP t."""
    if row["quota_g"] is not None and row["low_g"] > row["quota_g"]:
        low = row["low_g"] - row["quota_g"]
        mass = mass_of_grams(low, max(row["high_g"] - row["quota_g"], low))
        return valued(mass, _factors(prepared.gases[row["quota_goods"]]))
    co2e = _above(row["co2e_low"], row["co2e_high"], row["quota_co2e_kg"])
    odp = _above(row["odp_low"], row["odp_high"], row["quota_odp_kg"])
    return Valued(None, co2e, odp)


def _above(low_kg: float | None, high_kg: float | None, quota_kg: float | None) -> Interval | None:
    """Tonnes above a quota in kilograms; None where it is not exceeded."""
    if quota_kg is None or low_kg is None or low_kg <= quota_kg:
        return None
    low, high = (low_kg - quota_kg) / 1000, (max(high_kg or 0.0, low_kg) - quota_kg) / 1000
    return Interval(low, low if low == high else None, high)


def _factors(gas: Gas | None) -> Factors | None:
    if gas is None or not gas.controlled:
        return None
    return factors_of(gas.designations, or_nothing=gas.may_be_uncontrolled)


def _size(worth: Valued) -> float:
    return max(q.high for q in (worth.co2e_t, worth.odp_t, Interval.exactly(0.0)) if q is not None)


def _named(goods: str | None, prepared: Prepared) -> str:
    gas = prepared.gases.get(goods or "")
    return gas.words if gas else goods or ""


def _words(goods: str) -> str | None:
    return None if goods == "?" else goods


def _rows(*refs: str | None) -> tuple[str, ...]:
    return tuple(sorted({ref for ref in refs if ref}))


def _day(day: date | None) -> str:
    return day.isoformat() if day else "?"
