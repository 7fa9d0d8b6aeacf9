"""Who answers for a procedure: an Ed25519 signature (RFC 8032) over its canonical bytes."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tradewind.procedures.sop import SOP, canonical


def sign(sop: SOP, key: Ed25519PrivateKey) -> str:
    """The signature in hexadecimal digits."""
    return key.sign(canonical(sop)).hex()


def is_signed(sop: SOP, signature: str, key: Ed25519PublicKey) -> bool:
    """Whether the key signed exactly this procedure; False for whatever is no signature."""
    try:
        key.verify(bytes.fromhex(signature), canonical(sop))
    except (InvalidSignature, ValueError):
        return False
    return True
