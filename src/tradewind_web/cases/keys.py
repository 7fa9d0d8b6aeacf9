"""Keys by which agencies sign their procedures, and whose key a signature is by.

A key that nobody on this platform has is told as unknown: a name in a file proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tradewind.procedures.signing import fingerprint
from tradewind_web.agencies.models import Agency
from tradewind_web.cases.models import Procedure
from tradewind_web.cases.models_procedures import SigningKey
from tradewind_web.sealing import opened, sealed

_PURPOSE: Final = b"procedures are signed by this"


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as a page tells it. `agency` is None where nobody on this platform has the key."""

    signer: str
    agency: Agency | None
    fingerprint: str
    holds: bool
    is_own: bool


def sealed_key(key: Ed25519PrivateKey) -> str:
    """The private part as the database keeps it: who reads the database alone cannot sign."""
    public = key.public_key().public_bytes_raw()
    return sealed(key.private_bytes_raw().hex(), purpose=_PURPOSE, beside=public)


def private_part(kept: SigningKey) -> Ed25519PrivateKey | None:
    """The private part; None where it was sealed under another office's secret."""
    raw = opened(kept.sealed_key, purpose=_PURPOSE, beside=bytes.fromhex(kept.public_key))
    return None if raw is None else Ed25519PrivateKey.from_private_bytes(bytes.fromhex(raw))


def key_of(agency: Agency) -> SigningKey | None:
    """The key the agency signs by now; None before its first signature."""
    return SigningKey.objects.filter(agency=agency, retired_at__isnull=True).select_related("agency").first()


def as_pem(kept: SigningKey) -> bytes:
    """The public part as a file that other programs read, with its fingerprint in words."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(kept.public_key))
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    said = [kept.agency.name, f"SHA-256 {kept.fingerprint}", kept.public_key]
    return "".join([*(f"# {line}\n" for line in said), pem]).encode()


def signed(procedure: Procedure, reader: Agency) -> Sequence[Signed]:
    """Who signed a version, whether each signature holds, and whose the key is."""
    rows = list(procedure.signatures.all())
    keys = SigningKey.objects.filter(public_key__in=[one.public_key for one in rows]).select_related("agency")
    owners = {key.public_key: key.agency for key in keys}
    sop = procedure.sop
    found = []
    for one in rows:
        owner = owners.get(one.public_key)
        found.append(
            Signed(
                one.signer,
                owner,
                fingerprint(one.public_key),
                one.holds(sop),
                owner is not None and owner == reader,
            )
        )
    return found
