"""An archive for a court: what was seized and written, so that anyone can check every byte without us.

Pure functions. `disclosed` draws the edition for the defence from the full one; `write` writes either.
"""

from tradewind.reporting.court.archive import Signer, Written, write
from tradewind.reporting.court.describing import (
    Chain,
    Edition,
    Exhibit,
    Favourable,
    Favours,
    Ground,
    LeftOut,
    Matter,
    Record,
    TimeStamp,
)
from tradewind.reporting.court.redacting import NothingThere, Redaction, StillThere, disclosed
from tradewind.reporting.court.standalone import Verdict, verify
from tradewind.reporting.court.wording import WORDS
from tradewind.reporting.court.zipping import ChangedMeanwhile, TooLarge

__all__ = [
    "WORDS", "Chain", "ChangedMeanwhile", "Edition", "Exhibit", "Favourable", "Favours", "Ground", "LeftOut",
    "Matter", "NothingThere", "Record", "Redaction", "Signer", "StillThere", "TimeStamp", "TooLarge", "Verdict",
    "Written", "disclosed", "verify", "write",
]  # fmt: skip
