"""Who answers for a procedure: an Ed25519 signature (RFC 8032) over its canonical bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tradewind.procedures.sop import SOP, canonical

#: A file carries few; a bound keeps a hostile one from keeping the machine busy.
MOST_SIGNATURES: Final = 20


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as a file carries it: whose it says it is, the public key and the signature in hexadecimal.

    The name is what the file says. Whose the key is only somebody can tell who had it from its owner.
    """

    signer: str
    public_key: str
    signature: str

    @property
    def fingerprint(self) -> str:
        """What two people read to each other to be sure of the key."""
        return fingerprint(self.public_key)


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


def holds_for(sop: SOP, signature: Signature) -> bool:
    """Whether it is a signature over exactly this procedure by the key it names; False for whatever is none."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.public_key))
    except ValueError:
        return False
    return is_signed(sop, signature.signature, key)


def fingerprint(public_key: str) -> str:
    """SHA-256 of a public key (its 32 bytes in hexadecimal), in groups of four digits.

    >>> fingerprint("00" * 32)[:14]
    '6668 7aad f862'
    """
    try:
        raw = bytes.fromhex(public_key)
    except ValueError:
        raw = public_key.encode()
    digits = hashlib.sha256(raw).hexdigest()
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


def signatures_from(rows: Any) -> list[Signature]:
    """The signatures of plain values, however they were written; what names no key and no signature is left out."""
    found: list[Signature] = []
    for row in rows if isinstance(rows, Iterable) and not isinstance(rows, str | bytes | Mapping) else ():
        if isinstance(row, Mapping):
            said = {name: str(row.get(name, "")).strip() for name in ("signer", "public_key", "signature")}
            if said["public_key"] and said["signature"]:
                found.append(
                    Signature(
                        said["signer"][:200], said["public_key"].lower()[:64], said["signature"].lower()[:128]
                    )
                )
    return found[:MOST_SIGNATURES]
