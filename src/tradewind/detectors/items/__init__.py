"""Detectors that know the trade: each file asks one question of declaration items and names its signs."""

from __future__ import annotations

from typing import Final

from tradewind.detectors.items import (
    cylinder_load,
    cylinders_meet_gas,
    dealer_other_goods,
    disposable_cylinders,
    equipment_charge,
    former_breach,
    hfo_share,
    item_price,
    journey_open,
    licence_held,
    new_parties,
    order_size,
    package_arithmetic,
    recovered_gas,
    returned_goods,
    round_trip,
    small_permits,
    text_against_code,
    un_number,
)
from tradewind.detectors.signs import LineDetector

#: In the order in which they are asked.
ITEM_DETECTORS: Final[tuple[LineDetector, ...]] = (
    text_against_code.DETECTOR,
    un_number.DETECTOR,
    package_arithmetic.DETECTOR,
    disposable_cylinders.DETECTOR,
    cylinder_load.DETECTOR,
    item_price.DETECTOR,
    equipment_charge.DETECTOR,
    licence_held.DETECTOR,
    small_permits.DETECTOR,
    recovered_gas.DETECTOR,
    hfo_share.DETECTOR,
    returned_goods.DETECTOR,
    round_trip.DETECTOR,
    journey_open.DETECTOR,
    cylinders_meet_gas.DETECTOR,
    new_parties.DETECTOR,
    order_size.DETECTOR,
    dealer_other_goods.DETECTOR,
    former_breach.DETECTOR,
)
