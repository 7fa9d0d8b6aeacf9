"""Detectors that the platform answers from ledgers of its own, apart from the round over the warehouse.

They are not registered: a warehouse cannot be asked for them. Their sentences stand here all the same, so that every
finding is put into words in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tradewind.detectors import consignment_texts, licence_texts


@dataclass(frozen=True, slots=True)
class Texts:
    """What such a detector asks, and its sentences by code."""

    question: str
    templates: Mapping[str, str]


APART: Final[Mapping[str, Texts]] = {
    consignment_texts.NAME: Texts(consignment_texts.QUESTION, consignment_texts.TEMPLATES),
    licence_texts.NAME: Texts(licence_texts.QUESTION, licence_texts.TEMPLATES),
}
