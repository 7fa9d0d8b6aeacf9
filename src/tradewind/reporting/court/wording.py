"""The fixed sentences of a bundle, in English; the caller gives them in the language of the court."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "full": "Full edition, for the prosecutor",
    "disclosure": "Edition for disclosure",
    "made": "Made on",
    "agency": "By",
    "number": "Proceeding",
    "index": "Index",
    "exhibit": "Exhibit",
    "what": "What it is",
    "page": "Page",
    "kind": "Kind",
    "origin": "How it came to the file",
    "file_name": "Name of the file",
    "favours": "Speaks for",
    "prosecution": "the charge",
    "accused": "the accused",
    "both": "both sides",
    "neither": "neither side",
    "sha256": "SHA-256",
    "size": "Bytes",
    "shown": "Shown here smaller than it is; the file itself is in the archive, byte for byte.",
    "not_shown": "This file cannot be shown on paper. It is in the archive, byte for byte.",
    "for_accused": "What speaks for the accused",
    "none_known": "Nothing that speaks for the accused is on file. That is not proof that there is none.",
    "source": "Source",
    "stands": "Stands",
    "custody": "Custody and history",
    "entries": "Entries",
    "withheld_entries": "of them left out",
    "head": "Digest of the last",
    "records": "Records",
    "left_out": "What is left out of this edition",
    "nothing_left_out": "Nothing is left out of this edition.",
    "ground": "Ground",
    "where": "Where",
    "decided": "Decided by",
    "places": "Places",
    "for_accused_too": "It speaks for the accused",
    "yes": "yes",
    "no": "no",
    "withheld": "Left out, see line",
    "check": (
        "Whether this file is the one that was made is told by VERIFY.py in the archive, and by comparing the digest of"
        " the whole archive with the receipt."
    ),
    "source_ground": "the source of a tip",
    "third_party": "a person who has nothing to do with it",
    "other_case": "another case",
    "trade_secret": "a trade secret",
}
