"""Honest faults that look like breaches: a wrong unit, an older code, a holiday, a letter, a number left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from tradewind.simulation.consignments import gas_import
from tradewind.simulation.gases import gases
from tradewind.simulation.lawful import dealer_and_gas, leg, transit
from tradewind.simulation.month import Month


def disturb(month: Month) -> None:
    """One lawful consignment with an honest fault."""
    month.random.choice(_FAULTS)(month)


def _wrong_unit(month: Month) -> None:
    line = _import(month)
    line["net_mass_g"] = (
        line["net_mass_g"] * 1000 if month.random.random() < 0.5 else line["net_mass_g"] // 1000
    )
    month.honest("wrong_unit", line, "kilograms and grams confused; value and packages are right")


def _older_edition(month: Month) -> None:
    line = _import(month)
    gas = next(g for g in gases().values() if line["national_code"].startswith(g.code) and g.is_controlled)
    line |= {"national_code": f"{gas.older_code}00", "hs_edition": None}
    month.honest("older_edition", line, "the broker's list still has the codes of 2017")


def _licence_left_out(month: Month) -> None:
    line = _import(month)
    line["licence_id"] = None
    month.honest("licence_left_out", line, "there is a licence; its number was not written down")


def _licence_misread(month: Month) -> None:
    line = _import(month)
    line["licence_id"] = str(line["licence_id"]).replace("-", " ").lower()
    month.honest("licence_misread", line, "the licence's number in another spelling")


def _cheap(month: Month) -> None:
    dealer, gas = dealer_and_gas(month)
    line = gas_import(month, dealer, gas, month.day(), count=4, price=0.3)
    month.honest("sample", line, "samples at a token price")


def _new_broker(month: Month) -> None:
    line = _import(month)
    broker = month.people.new("broker", age_days=30)
    line |= {"declarant": broker.name, "declarant_id": broker.trader_id}
    month.honest("new_broker", line, "the former broker retired")


def _holiday(month: Month) -> None:
    gas = month.random.choice([g for g in gases().values() if g.is_controlled])
    line = transit(month, gas, last=14)
    ended = line["lodged_on"] + timedelta(days=month.random.randint(9, 12))
    leg(month, line, "departure", event_on=line["lodged_on"], departed_on=line["lodged_on"])
    leg(
        month,
        line,
        "discharge",
        event_on=ended,
        arrived_on=line["lodged_on"] + timedelta(days=6),
        discharged_on=ended,
    )
    month.honest("holiday", line, "arrived in time, written off late: the office was closed")


def _import(month: Month) -> dict[str, Any]:
    dealer, gas = dealer_and_gas(month)
    return gas_import(month, dealer, gas, month.day())


_FAULTS: Final[tuple[Callable[[Month], None], ...]] = (
    _wrong_unit, _older_edition, _licence_left_out, _licence_misread, _cheap, _new_broker, _holiday,
)  # fmt: skip
