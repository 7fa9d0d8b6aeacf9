"""What a description says of masses and packages: `40 x 13.6 kg`, `1,150 cylinders of 30 lb`, `charge 0.7 kg`.

All over folded text (`recognition.folding`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tradewind.quantities import grams
from tradewind.recognition.amounts import UNITS_KG, container_in, cylinders_in, number_of
from tradewind.recognition.folding import fold_word

#: Above this a mass by itself is that of the goods, not of one package: 125 lb is the largest usual cylinder.
_LARGEST_CYLINDER_KG: Final = 130.0
#: A ton tank, the largest thing that is counted "n x size".
_LARGEST_PACKAGE_KG: Final = 1000.0
_UNIT: Final = "|".join(sorted(map(re.escape, (u for u in UNITS_KG if len(u) > 1)), key=len, reverse=True))
_COUNT: Final = r"(?<![\w.,/-])(\d{1,3}(?:,\d{3})+|\d{1,6})"
_SIZE: Final = r"(\d{1,4}(?:[.,]\d{1,3})?)"
#: Words for what is counted, between the number and its size.
_THING: Final = (
    r"(?:cyl\w*|cans?|bottles?|pcs|pieces|units?|jugs?|drums?|tanks?|"
    + fold_word(
        r"flaschen|bouteilles?|garrafas?|bombonas?|cilindros?|botijas?|bombole|butl\w+|баллон\w*|шт|"
        r"瓶|罐|本|أسطوانة"
    )
    + r")"
)
_OF: Final = rf"(?:\s?{_THING}?\.?\s?[x×*]\s?|\s?{_THING}\.?\s(?:of|a|de|von|di|po)?\s?)"
_N_TIMES: Final = re.compile(rf"{_COUNT}{_OF}{_SIZE}\s?-?\s?({_UNIT})(?![a-z0-9])")
_TIMES_N: Final = re.compile(
    rf"(?<![\w.,]){_SIZE}\s?-?\s?({_UNIT})\s?(?:/?\s?{_THING})?\s?[x×*]\s?(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})"
    rf"(?![\d.,]*\d|\s?(?:{_UNIT}|mm|cm))"
)
_ALONE: Final = re.compile(rf"(?<![\d.,])(\d{{1,3}}(?:,\d{{3}})+|{_SIZE[1:-1]})\s?-?\s?({_UNIT})(?![a-z0-9])")
_CHARGE_WORDS: Final = (
    r"charg\w*|fullmenge|gefullt|carga\w*|"
    + fold_word("заправ\\w*|充注|充填|制冷剂")
    + "|شحن|refrigerant|gas"
)
_CHARGE: Final = re.compile(
    rf"(?:(?:{_CHARGE_WORDS}|\br-?\s?\d{{2,4}}[a-z]{{0,2}})[^\d]{{0,12}}(?:\br-?\s?\d{{2,4}}[a-z]{{0,2}}[\s:(/,-]{{0,3}})?)"
    rf"(?<![\d.,]){_SIZE}\s?({_UNIT}|g)(?![a-z0-9])"
)
#: A machine charged with more than this is a plant, and its mass is more likely that of the machine.
_LARGEST_CHARGE_KG: Final = 500.0
_VESSEL: Final = re.compile(
    r"cylinder|\bcyls?\b|\bdot-?39|\bnrc\b|" + fold_word(
        "flasche|bouteille|bonbonne|garrafa|bombona|cilindro|botija|bombola|butl|lahev|баллон|瓶|ボンベ|실린더|أسطوانة"
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """Grams in all, grams of one package, packages counted and what they are; None where not said."""

    total_g: int | None
    package_g: int | None
    count: int | None
    container: str | None


NOT_PACKED: Final = Packed(None, None, None, None)


def packed_in(folded: str) -> Packed:
    """What a text says of packages.

    >>> packed_in("r-22, 1,150 cylinders of 13.6 kg")
    Packed(total_g=15640000, package_g=13600, count=1150, container='cylinder')
    >>> packed_in("refrigerant 13.6kg x 40").total_g, packed_in("gas 500 kg").total_g
    (544000, 500000)
    """
    if not any(c.isdigit() for c in folded):
        return Packed(None, None, None, _container(folded))
    products = [(_whole(n), _grams(size, unit)) for n, size, unit in _N_TIMES.findall(folded)]
    if not products:
        products = [(_whole(n), _grams(size, unit)) for size, unit, n in _TIMES_N.findall(folded)]
    products = [(n, size) for n, size in products if n and 0 < size <= _LARGEST_PACKAGE_KG * 1000]
    container = _container(folded)
    if products:
        sizes = {size for _, size in products}
        size = sizes.pop() if len(sizes) == 1 else None
        return Packed(sum(n * s for n, s in products), size, sum(n for n, _ in products), container)
    alone = {_grams(size, unit) for size, unit in _ALONE.findall(folded)} - {0}
    mass = alone.pop() if len(alone) == 1 else None
    counted = cylinders_in(folded)
    if mass is not None and mass > _LARGEST_CYLINDER_KG * 1000:
        return Packed(mass, None, counted, container)
    return Packed(None, mass, counted, container)


def charge_in(folded: str) -> int | None:
    """Grams of gas in one machine, where the text states its charge.

    >>> charge_in("split air conditioner r32 0.7 kg"), charge_in("chiller 900 kg")
    (700, None)
    """
    found = _CHARGE.search(folded)
    if found is None:
        return None
    size, unit = found.groups()
    mass = _grams(size, unit)
    return mass if 0 < mass <= _LARGEST_CHARGE_KG * 1000 else None


def _container(folded: str) -> str | None:
    """As the recogniser says; "disposable" alone is said of gloves too, so it needs a vessel beside it."""
    found = container_in(folded)
    return found if found != "disposable cylinder" or _VESSEL.search(folded) else None


def _whole(written: str) -> int:
    return int(written.replace(",", ""))


def _grams(size: str, unit: str) -> int:
    return grams(number_of(size) * UNITS_KG[unit])
