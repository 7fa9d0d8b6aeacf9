"""What a description says of the goods: the gas, its mass and packages, whether it is a machine or recovered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tradewind.errors import UnknownName
from tradewind.quantities import grams
from tradewind.recognition import Mention, recognise_many
from tradewind.recognition.folding import fold_word
from tradewind.recognition.recognition import Recognition
from tradewind.reference import substance, treaty_gwp
from tradewind.reference.packages import un_numbers

#: A gas is counted with from this confidence on; below it the words are a hint.
SURE: Final = 0.8
_UN: Final = re.compile(r"\bUN[\s.-]?(?:No\.?\s?)?(\d{4})\b", re.IGNORECASE)
_N_TIMES: Final = re.compile(
    r"(\d{1,6})\s*(?:[x×х*]|cyl\w*\s+(?:of|à|a))\s*(\d{1,4}(?:[.,]\d{1,3})?)\s*(kgs?|lbs?)\b", re.IGNORECASE
)
_SIZE: Final = re.compile(r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,3})?)\s*(kgs?|lbs?)\b", re.IGNORECASE)
_KG_OF: Final = {"k": 1.0, "l": 0.45359237}
_LARGEST_PACKAGE_KG: Final = 1000.0
_RECOVERED: Final = re.compile(
    fold_word(
        r"\b(?:recovered|reclaimed|recycled|regenerated|recuperad\w*|recicla\w*|regenera\w*|récupér\w*|recycl\w*|"
        r"regenerier\w*|aufbereitet\w*|восстановлен\w*|регенерир\w*|переработан\w*)|回收|再生|مسترجع|مستصلح"
    )
)
#: Words after which a text can be of interest although it names no gas.
_NEAR: Final = re.compile(
    fold_word(
        r"refrigerant|freon|хладон|фреон|kältemittel|réfrigérant|frigorígen|refrigerante|制冷剂|冷媒|مبرد|فريون"
    )
)


@dataclass(frozen=True, slots=True)
class Words:
    """One description as read. `gas` is the one designation named, or several joined by " or "."""

    gas: str | None
    certainty: float
    role: str | None
    controlled: bool | None
    co2e: tuple[float | None, float | None]
    designations: tuple[str, ...]
    un: str | None
    total_g: int | None
    package_g: int | None
    count: int | None
    container: str | None
    equipment: bool
    recovered: bool
    hfo: bool
    in_frame: bool

    @property
    def sure(self) -> bool:
        """One gas, named as the goods themselves, beyond reasonable doubt of reading."""
        return len(self.designations) == 1 and self.certainty >= SURE and self.role == "named"

    def columns(self) -> dict[str, Any]:
        """The text_ columns of DERIVED."""
        return {
            "text_gas": self.gas, "text_controlled": self.controlled, "text_certainty": self.certainty,
            "text_role": self.role, "text_un": self.un, "text_total_g": self.total_g,
            "text_package_g": self.package_g, "text_count": self.count, "text_container": self.container,
            "text_equipment": self.equipment, "text_recovered": self.recovered, "text_hfo": self.hfo,
        }  # fmt: skip


def words_of(texts: Sequence[str]) -> list[Words]:
    """Each text as read; the texts are expected to be distinct."""
    return [_words(text, found) for text, found in zip(texts, recognise_many(texts), strict=True)]


def _words(text: str, found: Recognition) -> Words:
    mentions = sorted(found.mentions, key=lambda m: (-m.confidence, m.start))
    spoken = [m for m in mentions if m.role == "named"] or mentions
    designations = tuple(sorted({m.designation for m in spoken}))
    un = _UN.search(text)
    near = bool(mentions) or _NEAR.search(text.lower()) is not None
    number = un.group(1) if un else None
    total, package = _masses(text) if any(c.isdigit() for c in text) else (None, None)
    role = spoken[0].role if spoken else None
    interesting = near or (number is not None and _is_gas_number(number))
    return Words(
        gas=" or ".join(designations) or None,
        certainty=spoken[0].confidence if spoken else 0.0,
        role=role,
        controlled=any(_is_controlled(d) for d in designations) if designations else False,
        co2e=_range([treaty_gwp(d) for d in designations if _is_known(d)]),
        designations=designations,
        un=number,
        total_g=total,
        package_g=package,
        count=found.cylinders if interesting else None,
        container=found.container if interesting else None,
        equipment=found.equipment if mentions else False,
        recovered=_RECOVERED.search(fold_word(text)) is not None if interesting else False,
        hfo=any(_is_hfo(m) for m in spoken),
        in_frame=interesting and role != "absent",
    )


def _masses(text: str) -> tuple[int | None, int | None]:
    """Grams in all (`40 x 13.6 kg`) and grams of one package (`13.6 kg`), where the words state them."""
    products = _N_TIMES.findall(text)
    if products:
        sizes = {_grams(size, unit) for _, size, unit in products}
        return sum(int(n) * _grams(size, unit) for n, size, unit in products), sizes.pop() if len(
            sizes
        ) == 1 else None
    sizes = {_grams(size, unit) for size, unit in _SIZE.findall(text)}
    sizes = {s for s in sizes if 0 < s <= _LARGEST_PACKAGE_KG * 1000}
    return None, sizes.pop() if len(sizes) == 1 else None


def _grams(size: str, unit: str) -> int:
    return grams(float(size.replace(",", ".")) * _KG_OF[unit[0].lower()])


def _range(values: Sequence[float]) -> tuple[float | None, float | None]:
    return (min(values), max(values)) if values else (None, None)


@cache
def _is_known(designation: str) -> bool:
    try:
        substance(designation)
    except UnknownName:
        return False
    return True


@cache
def _is_controlled(designation: str) -> bool:
    """Halons without a number, and every other word of the recogniser for several gases, are controlled."""
    return not _is_known(designation) or bool(substance(designation).controlled)


@cache
def _is_hfo_name(designation: str) -> bool:
    if not _is_known(designation):
        return False
    parts = substance(designation).components or ((designation, 1.0),)
    return sum(share for name, share in parts if name.startswith(("R-123", "R-1336", "R-1233", "R-1224"))
               and name not in ("R-123", "R-1233")) > 0.5  # fmt: skip


def _is_hfo(mention: Mention) -> bool:
    return _is_hfo_name(mention.designation)


@cache
def _gas_numbers() -> frozenset[str]:
    return frozenset(u.number for u in un_numbers())


def _is_gas_number(number: str) -> bool:
    return number in _gas_numbers()
