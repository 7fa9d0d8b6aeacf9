"""Codes that people read from paper and type, and secrets that programs carry: made here, kept only as hashes."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

#: Capital letters without I, L, O (one, zero), Q, S, U, V: 19 letters, 16 of them are 68 bits.
LETTERS: Final = "ABCDEFGHJKMNPRTWXYZ"
GROUPS: Final = 4
GROUP: Final = 4


def new_code(groups: int = GROUPS) -> str:
    """Groups of four letters, as printed: `KTRA-MWEX-PNBC-HDGJ`."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(groups))


def code_hash(typed: str) -> str:
    """What is kept of a code, the same however it was typed: case, spaces and dashes do not count.

    A plain hash is enough: 68 random bits cannot be tried out.
    """
    letters = "".join(c for c in typed.upper() if c.isascii() and c.isalpha())
    return hashlib.sha256(letters.encode()).hexdigest()


def new_secret() -> str:
    """What a program carries: 256 random bits after a mark that shows what it is when it turns up somewhere."""
    return f"tw_{secrets.token_urlsafe(32)}"


def secret_hash(secret: str) -> str:
    """What is kept of a program's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
