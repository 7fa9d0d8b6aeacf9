"""Secrets as the database keeps them: under a key that follows from the office's own, so that a leaked dump opens none.

Each use has a purpose of its own: what was sealed for one opens for no other.
"""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.encoding import force_bytes


def sealed(text: str, *, purpose: bytes, beside: bytes | None = None) -> str:
    """What the database keeps; it opens only together with what stood beside it."""
    nonce = os.urandom(12)
    return base64.b64encode(
        nonce + _cipher(purpose, settings.SECRET_KEY).encrypt(nonce, text.encode(), beside)
    ).decode()


def opened(kept: str, *, purpose: bytes, beside: bytes | None = None) -> str | None:
    """The secret; None where it was sealed under a key that the office no longer has."""
    raw = base64.b64decode(kept)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(purpose, secret).decrypt(raw[:12], raw[12:], beside).decode()
        except InvalidTag:
            continue
    return None


def _cipher(purpose: bytes, secret: str | bytes) -> AESGCM:
    return AESGCM(hashlib.sha256(purpose + force_bytes(secret)).digest())
