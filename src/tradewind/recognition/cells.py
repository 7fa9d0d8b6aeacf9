"""The one substance a spreadsheet cell names, where it names exactly one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tradewind.recognition.folding import fold_word
from tradewind.recognition.mentions import Mention, read_mentions

#: A cell's substance is taken as sure from here on; R-134 or R-407 without their letter are below it.
_SURE: Final = 0.9
#: Content that is not what the words say, or not one thing.
_UNKNOWN_CONTENT: Final = re.compile(
    fold_word(
        r"counterfeit|fake|falsified|mixture|mixed|\bmix\b|incl\.|including|\bsuspected|unknown|various|assorted|\bother|"
        r"\bor\b|контрафакт|поддел|смесь|смеси|mezcla|mélange|gemisch|mistura|miscela|misto|混合|假冒|خليط"
    )
)
_LABELLED: Final = re.compile(
    fold_word(
        r"label|declared as|marked|sold as|disguised|labelled|etiquet|étiquet|gekennzeichnet|маркир|под видом|"
        r"заявлен|标签|标为|冒充"
    )
)


@lru_cache(maxsize=65_536)
def designation_in(cell: str) -> str | None:
    """The single sure substance of a cell, or None where it names none, several, or content unknown.

    What a label claims is not content: "R-22 labelled R-134a" is R-22, and "labelled R-134a" is unknown.

    >>> designation_in("R22 gas"), designation_in("хладон 22"), designation_in("R-507")
    ('R-22', 'R-22', 'R-507A')
    >>> designation_in("R-134a / R-410A"), designation_in("counterfeit R-134a"), designation_in("HFC")
    (None, None, None)
    >>> designation_in("R-22 labelled R-134a")
    'R-22'
    """
    reading = read_mentions(cell)
    if not reading.mentions or _UNKNOWN_CONTENT.search(reading.folded):
        return None
    spoken_of = tuple(m for m in reading.mentions if m.role in ("named", "served"))
    label = _LABELLED.search(reading.folded)
    if label:
        where = _original_position(cell, reading.folded, label.start())
        spoken_of = tuple(m for m in spoken_of if m.start < where)
    return _single(spoken_of)


def _original_position(cell: str, folded: str, position: int) -> int:
    # Silent characters move positions by a few; a label's word stands well clear of the name before it.
    return position + max(0, len(cell) - len(folded))


def _single(mentions: tuple[Mention, ...]) -> str | None:
    designations = {m.designation for m in mentions}
    if len(designations) != 1 or not any(m.confidence >= _SURE for m in mentions):
        bare = len(designations) == 1 and all(m.confidence >= 0.5 and not m.ambiguous for m in mentions)
        return next(iter(designations)) if bare else None
    designation = next(iter(designations))
    return None if designation == "Halon" else designation
