"""What a user would do instead: a plain list of regular expressions over the text, one a substance."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: The fifty names an analyst would list, each with the usual spacings of R, HCFC, HFC, CFC and Freon.
_NUMBERS = (
    "11 12 13 22 23 32 113 114 115 123 124 125 134a 141b 142b 143a 152a 227ea 236fa 245fa 365mfc 401A 402A 403B 404A "
    "406A 407A 407C 407F 408A 409A 410A 413A 417A 422A 422D 427A 434A 437A 438A 448A 449A 450A 452A 454B 454C 500 502 "
    "503 507A 508B 513A 290 600a 1234yf 1234ze"
)
PATTERNS = [
    (f"R-{number}", re.compile(rf"\b(?:R|HCFC|HFC|CFC|HFO|Freon)[\s-]?{number}\b", re.IGNORECASE))
    for number in _NUMBERS.split()
] + [
    ("Halon-1211", re.compile(r"\bhalon[\s-]?1211\b", re.IGNORECASE)),
    ("Halon-1301", re.compile(r"\bhalon[\s-]?1301\b", re.IGNORECASE)),
    ("Halon-2402", re.compile(r"\bhalon[\s-]?2402\b", re.IGNORECASE)),
    ("Methyl bromide", re.compile(r"\bmethyl bromide\b", re.IGNORECASE)),
    ("Carbon tetrachloride", re.compile(r"\bcarbon tetrachloride\b", re.IGNORECASE)),
]


def designations(text: str) -> set[str]:
    """Designations whose pattern is found."""
    return {name for name, pattern in PATTERNS if pattern.search(text)}


def designations_many(texts: Sequence[str]) -> list[set[str]]:
    """The same over many texts, each distinct text once, as we do."""
    seen: dict[str, set[str]] = {}
    for text in texts:
        if text not in seen:
            seen[text] = designations(text)
    return [seen[text] for text in texts]
