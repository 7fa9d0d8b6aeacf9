"""Everything a text says about controlled substances: which, whether offered, how much, at what price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tradewind.recognition.amounts import container_in, cylinders_in, quantity_kg
from tradewind.recognition.cues import cues_in
from tradewind.recognition.folding import fold
from tradewind.recognition.language import language_of
from tradewind.recognition.mentions import NOTHING, Mention, Reading, read_mentions
from tradewind.recognition.offers import model, offer_probability
from tradewind.recognition.prices import Price, price_in
from tradewind.recognition.red_flags import red_flags
from tradewind.recognition.sieve import folded_many, speaking

_HS: Final = re.compile(
    r"(?<![\d.])(2903|3824|3827|8415|8418|8424)[ .]?(\d\d)(?:[ .]?(\d\d))?(?:[ .]?\d{2,4})?(?![\d])"
)


@dataclass(frozen=True)
class Recognition:
    """What one text says. Mentions are found at once, the rest when first asked for."""

    text: str
    reading: Reading

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Substances the text speaks of, in order."""
        return self.reading.mentions

    @cached_property
    def _folded(self) -> str:
        return self.reading.folded or fold(self.text).text

    @cached_property
    def offer_probability(self) -> float:
        """How probably the text offers a controlled substance; 0 where it names none."""
        return offer_probability(self.reading)

    @property
    def is_offer(self) -> bool:
        """Whether it more likely offers a controlled substance than not."""
        return self.offer_probability >= model().threshold

    @cached_property
    def equipment(self) -> bool:
        """Whether it speaks of apparatus: appliances, compressors, extinguishers, tools for a refrigerant."""
        cues = self.reading.cues or cues_in(self._folded)
        return bool(cues.keys() & {"equipment", "tool"}) and not self.is_offer

    @cached_property
    def quantity_kg(self) -> float | None:
        """The mass it states in kilograms, e.g. 15640 of "1150 x 13.6 kg"; None where it states none."""
        return quantity_kg(self._folded)

    @cached_property
    def cylinders(self) -> int | None:
        """How many cylinders, cans or pieces it counts."""
        return cylinders_in(self._folded)

    @cached_property
    def container(self) -> str | None:
        """What the goods are packed in."""
        return container_in(self._folded)

    @cached_property
    def price(self) -> Price | None:
        """The price asked."""
        return price_in(self._folded)

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1 code, a guess."""
        return language_of(self.text)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """HS codes written in the text, digits only: evidence beside the words, of an edition not known here."""
        found = (m.group(1) + m.group(2) + (m.group(3) or "") for m in _HS.finditer(self._folded))
        return tuple(dict.fromkeys(c for c in found if len(c) >= 6))

    @cached_property
    def red_flags(self) -> tuple[str, ...]:
        """Reasons to look first."""
        return red_flags(self.reading, self.is_offer, self.price)

    def as_dict(self) -> dict[str, object]:
        """Keys as the command's JSON has them."""
        return {
            "mentions": [m.as_dict() for m in self.mentions],
            "is_offer": self.is_offer,
            "offer_probability": round(self.offer_probability, 3),
            "equipment": self.equipment,
            "quantity_kg": self.quantity_kg,
            "cylinders": self.cylinders,
            "container": self.container,
            "price": self.price.as_dict() if self.price else {"value": None, "currency": None},
            "language": self.language,
            "codes": list(self.codes),
            "red_flags": list(self.red_flags),
        }


def recognise(text: str) -> Recognition:
    """What a text says.

    >>> found = recognise("1150 x 13.6 kg cylinders of refrigerant R-22, FOB Ningbo")
    >>> [m.designation for m in found.mentions], found.quantity_kg, found.is_offer
    (['R-22'], 15640.0, True)
    """
    return Recognition(text, read_mentions(text))


def recognise_many(texts: Sequence[str]) -> list[Recognition]:
    """What each text says; a text that comes again is read once and shares its answer."""
    distinct = dict.fromkeys(texts)
    named = list(distinct)
    can = set(speaking(folded_many(named)))
    seen = {
        text: Recognition(text, read_mentions(text) if at in can else NOTHING)
        for at, text in enumerate(named)
    }
    return [seen[text] for text in texts]
