"""What a clearance or a licence is about: a gas by its column, else by the description, else by the code.

A derivation: from the distinct (substance, description, edition, code) of a file to small tables that Ibis
joins. A code that can hold several gases stays the words for it, never one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from tradewind.derivations.code_fit import CodeFit, Covered, code_fit, covered
from tradewind.derivations.naming import Gas, gas_named, gas_of
from tradewind.recognition import Mention, Recognition, recognise_many
from tradewind.reference import substance

Basis = Literal["declared", "described", "code", "nothing"]
#: (substance, description, HS edition, HS code) as a file has them.
Described = tuple[str | None, str | None, str | None, str | None]

#: Chapters of equipment: a gas named there is usually inside a machine and needs another permit.
_EQUIPMENT_CHAPTERS: Final = ("84", "85", "87", "90")
#: Certainty that goods read from a code alone are controlled gas: one substance, nothing but controlled
#: ones, some uncontrolled ones, some while the description names no gas.
_ONE_GAS, _ALL_CONTROLLED, _SOME_CONTROLLED, _NO_GAS_NAMED = 0.95, 0.9, 0.4, 0.2
_EDITION_UNKNOWN: Final = 0.6
_SEVERAL_NAMED: Final = 0.6
_N_TIMES_KG: Final = re.compile(
    r"(\d{1,6})\s*(?:[x×х*]|cyl\w*\s+(?:of|à|a))\s*(\d{1,4}(?:[.,]\d{1,3})?)\s*kgs?\b", re.I
)
_SIZE_KG: Final = re.compile(r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,3})?)\s*kgs?\b", re.I)
_LARGEST_PACKAGE_KG: Final = 1000


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods as understood. `gas` is None where nothing controlled is meant.

    `total_g` is the mass a description states (`40 x 13.6 kg`), `package_g` the size of one package;
    `other_gas` the gas a description names against the column; `certainty` how sure the gas is.
    """

    gas: Gas | None
    basis: Basis
    certainty: float
    fit: CodeFit
    in_equipment: bool
    total_g: int | None
    package_g: int | None
    other_gas: Gas | None = None

    @property
    def counts(self) -> bool:
        """Controlled gas in bulk, or a code that can hold it."""
        return self.gas is not None and self.gas.controlled and not self.in_equipment


def understand(rows: Sequence[Described]) -> dict[Described, Goods]:
    """Goods of every distinct way they are described; each text is read once."""
    texts = sorted({row[1] for row in rows if row[1]})
    read = dict(zip(texts, recognise_many(texts), strict=True))
    return {row: _understood(row, read.get(row[1]) if row[1] else None) for row in rows}


def fits(goods: Iterable[Gas], licensed: Iterable[Gas]) -> list[dict[str, Any]]:
    """Pairs of goods and licensed gas that agree: 1 where surely, 0.6 where the goods may be that gas."""
    allowed = {gas.key: gas for gas in licensed}
    found = []
    for gas in {g.key: g for g in goods}.values():
        for other in allowed.values():
            how = _agreement(gas, other)
            if how:
                found.append({"goods": gas.key, "licensed": other.key, "agreement": how})
    return found


def _agreement(gas: Gas, licensed: Gas) -> float:
    if gas.key == licensed.key:
        return 1.0
    mine, theirs = _with_lines(gas.designations), _with_lines(licensed.designations)
    if all(mine[d] & set().union(*theirs.values()) for d in mine):
        return 1.0
    return 0.6 if set().union(*mine.values()) & set().union(*theirs.values()) else 0.0


def _with_lines(designations: Iterable[str]) -> dict[str, set[str]]:
    """A designation and the line of the Annex that covers it (an isomer of HCFC-141)."""
    return {d: {d, substance(d).covered_by or d} for d in designations}


def _understood(row: Described, text: Recognition | None) -> Goods:
    declared, description, edition, code = row
    total_g, package_g = _masses(description)
    by_code = covered(edition, code)
    named = gas_named(declared)
    described, sure = _described(text, by_code)
    gas, certainty = named, 1.0
    basis: Basis = "declared"
    if gas is None:
        gas, basis, certainty = described, "described", sure
    if gas is None or (not gas.controlled and _is_controlled_only(by_code)):
        gas, basis, certainty = _of_code(by_code, description)
    other = described if basis == "declared" and sure >= 0.8 and _contradicts(named, text) else None
    return Goods(
        gas=gas,
        basis=basis if gas else "nothing",
        certainty=certainty,
        fit=code_fit(gas, edition, code) if gas and basis != "code" else "fits",
        in_equipment=_in_equipment(text, code, basis, by_code),
        total_g=total_g,
        package_g=package_g,
        other_gas=other if other and other.is_one else None,
    )


def _described(text: Recognition | None, by_code: Covered | None) -> tuple[Gas | None, float]:
    """The gas a description names; of several the one its code covers, else all of them."""
    if text is None or not text.mentions:
        return None, 0.0
    mentions = sorted(text.mentions, key=lambda m: m.confidence)
    sure = {m.designation: m.confidence for m in mentions}
    named = {m.designation: gas for m in mentions if (gas := _mentioned(m)) is not None}
    if not named:
        return None, 0.0
    if len(named) > 1 and by_code is not None:
        inside = [d for d in named if d in by_code.designations]
        named = {inside[0]: named[inside[0]]} if len(inside) == 1 else named
    if len(named) == 1:
        designation, gas = next(iter(named.items()))
        return gas, sure[designation]
    members = tuple(dict.fromkeys(d for gas in named.values() for d in gas.designations))
    return gas_of(members, " or ".join(sorted(named))), _SEVERAL_NAMED * min(sure.values())


def _mentioned(mention: Mention) -> Gas | None:
    """The gas of a mention; all it can be, under the words of the text, where it leaves that open (R-407)."""
    gas = gas_named(mention.designation)
    others = [other for a in mention.alternatives if (other := gas_named(a)) is not None]
    if gas is None or not mention.ambiguous or not others:
        return gas
    return gas_of(tuple(dict.fromkeys(d for g in (gas, *others) for d in g.designations)), mention.text)


def _contradicts(named: Gas | None, text: Recognition | None) -> bool:
    """The description names gases and none of them is, holds or is part of the one in the column."""
    if named is None or text is None:
        return False
    parts = {p for d in named.designations for p in (d, *(c for c, _ in substance(d).components))}
    mentioned = [gas_named(m.designation) for m in text.mentions]
    return bool(mentioned) and not any(gas and parts & set(gas.designations) for gas in mentioned)


def _is_controlled_only(by_code: Covered | None) -> bool:
    """A code of nothing but controlled gas outweighs words for an uncontrolled one."""
    return by_code is not None and not by_code.may_be_uncontrolled


def _of_code(by_code: Covered | None, description: str | None) -> tuple[Gas | None, Basis, float]:
    if by_code is None:
        return None, "nothing", 0.0
    if by_code.may_be_uncontrolled:
        sure = _NO_GAS_NAMED if description else _SOME_CONTROLLED
    else:
        sure = _ONE_GAS if len(by_code.designations) == 1 else _ALL_CONTROLLED
    return by_code.gas, "code", sure * (1 if by_code.edition_known else _EDITION_UNKNOWN)


def _in_equipment(text: Recognition | None, code: str | None, basis: str, by_code: Covered | None) -> bool:
    """Gas inside a machine. Under a code of gases it is gas, whatever the text speaks of beside it."""
    if basis == "code" or by_code is not None:
        return False
    if text is not None and text.equipment:
        return True
    machine = code is not None and code.startswith(_EQUIPMENT_CHAPTERS)
    return machine and (text is None or (text.container is None and text.quantity_kg is None))


def _masses(description: str | None) -> tuple[int | None, int | None]:
    """Grams in all (`40 x 13.6 kg`) and grams of one package (`13.6 kg`), where a description states them."""
    if not description:
        return None, None
    products = _N_TIMES_KG.findall(description)
    if products:
        return sum(int(n) * _grams(size) for n, size in products), None
    sizes = {_grams(size) for size in _SIZE_KG.findall(description)}
    sizes = {s for s in sizes if 0 < s <= _LARGEST_PACKAGE_KG * 1000}
    return None, sizes.pop() if len(sizes) == 1 else None


def _grams(text: str) -> int:
    return round(float(text.replace(",", ".")) * 1000)


def goods_rows(understood: Mapping[Described, Goods]) -> list[dict[str, Any]]:
    """The derivation as rows: a join key and what detection needs of it."""
    return [
        {
            "described": described_key(row),
            "goods": goods.gas.key if goods.gas else None,
            "counts": goods.counts,
            "in_equipment": goods.in_equipment and goods.gas is not None and goods.gas.controlled,
            "basis": goods.basis,
            "goods_certainty": goods.certainty,
            "fit": goods.fit,
            "other_goods": goods.other_gas.key if goods.other_gas else None,
            "total_g": goods.total_g,
            "package_g": goods.package_g,
        }
        for row, goods in understood.items()
    ]


def described_key(row: Described) -> str:
    """The four columns as one string, null as nothing, as the detect expression builds it."""
    return "\x1f".join(part or "" for part in row)
