"""Asking an authority for a time stamp (RFC 3161), and proving that what it answered is one.

The request goes out by way of `outgoing`, over https and into the public network only; whoever runs the office may
allow an address of another kind by name (TRADEWIND_STAMP_ADDRESSES). What is sent is a digest: the authority learns
nothing of what is stamped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from django.utils.translation import gettext as _
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from tradewind_web.errors import Refused
from tradewind_web.outgoing import NotReached, Why, parts_of, post
from tradewind_web.seizures.words_stamps import StampTrouble

#: Of the whole exchange, however slowly it drips.
WHOLE_SECONDS: Final = 20.0
#: A token with the certificates of its authority has some 6 kB.
LONGEST_ANSWER: Final = 64 << 10
LONGEST_ADDRESS: Final = 300
LONGEST_ROOTS: Final = 40_000
_NOT_REACHED: Final[Mapping[Why, StampTrouble]] = {
    "no_address": StampTrouble.NO_ADDRESS, "private": StampTrouble.NOT_ALLOWED, "no_trust": StampTrouble.NO_ANSWER,
    "no_answer": StampTrouble.NO_ANSWER,
}  # fmt: skip


class NotStamped(Exception):
    """There is no stamp, and why."""

    def __init__(self, trouble: StampTrouble) -> None:
        self.trouble = trouble
        super().__init__(str(trouble))


@dataclass(frozen=True, slots=True)
class Stamped:
    """What the authority answered, proved against its root certificate."""

    response: bytes
    at: datetime
    serial: str
    policy: str


def must_be_address(text: str) -> str:
    """The address as it is kept.

    Raises:
        Refused: it is neither https nor one that whoever runs the office allows.
    """
    text = text.strip()
    parts = parts_of(text)
    is_web = parts is not None and parts.scheme in ("http", "https")
    if parts is None or not is_web or not parts.hostname or len(text) > LONGEST_ADDRESS:
        raise Refused(_("write the whole address, such as https://stamps.example/tsr"))
    if parts.fragment or parts.username:
        raise Refused(_("write the whole address, such as https://stamps.example/tsr"))
    if any(ord(c) <= 32 or ord(c) > 126 for c in text):
        raise Refused(_("the address has signs that no address has; write it in Latin letters"))
    if parts.scheme != "https" and text not in settings.STAMP_ADDRESSES:
        raise Refused(
            _(
                "the address must begin with https://; another one has to be allowed by whoever runs this office"
                " (TRADEWIND_STAMP_ADDRESSES)"
            )
        )
    return text


def must_be_roots(text: str) -> str:
    """The root certificate of the authority, and those between it and the one that signs, as PEM.

    Raises:
        Refused: it is none, or none of them is a root.
    """
    try:
        found = load_pem_x509_certificates(text.strip().encode()) if len(text) <= LONGEST_ROOTS else []
    except ValueError:
        found = []
    if not any(one.issuer == one.subject for one in found):
        raise Refused(
            _("paste the authority's root certificate as PEM, from -----BEGIN CERTIFICATE----- to the end")
        )
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in found)


def ask(address: str, roots: str, content: bytes) -> Stamped:
    """A stamp on these bytes.

    Raises:
        NotStamped: the authority was not reached, refused, or answered what its root certificate does not prove.
    """
    request = (
        TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).build()
    )
    answer = _post(address, request.as_bytes())
    return _proved(answer, roots, content, VerifierBuilder.from_request(request))


def proved(response: bytes, roots: str, content: bytes) -> Stamped:
    """A stamp that was kept, proved again.

    Raises:
        NotStamped: it is not one on these bytes by this authority.
    """
    return _proved(response, roots, content, VerifierBuilder())


def _proved(response: bytes, roots: str, content: bytes, builder: VerifierBuilder) -> Stamped:
    try:
        decoded = decode_timestamp_response(response)
        if decoded.status != 0:
            raise NotStamped(StampTrouble.REFUSED)
        for one in load_pem_x509_certificates(roots.encode()):
            builder = _with(builder, one)
        builder.build().verify_message(decoded, content)
        told = decoded.tst_info
        at = told.gen_time if told.gen_time.tzinfo else told.gen_time.replace(tzinfo=UTC)
        return Stamped(response, at, f"{told.serial_number:x}"[:64], told.policy.dotted_string[:80])
    except VerificationError:
        raise NotStamped(StampTrouble.NOT_PROVED) from None
    except (ValueError, TypeError, AttributeError):  # bytes that are no answer of an authority
        raise NotStamped(StampTrouble.NO_STAMP) from None


def _with(builder: VerifierBuilder, one: Certificate) -> VerifierBuilder:
    is_root = one.issuer == one.subject
    return builder.add_root_certificate(one) if is_root else builder.add_intermediate_certificate(one)


def _post(address: str, body: bytes) -> bytes:
    is_allowed = address in settings.STAMP_ADDRESSES
    if urlsplit(address).scheme != "https" and not is_allowed:
        raise NotStamped(StampTrouble.NOT_ALLOWED)
    try:
        status, content = post(
            address, body, {"Content-Type": "application/timestamp-query"}, seconds=WHOLE_SECONDS,
            longest=LONGEST_ANSWER, may_be_private=is_allowed, silence=WHOLE_SECONDS,
        )  # fmt: skip
    except NotReached as error:
        raise NotStamped(_NOT_REACHED[error.why]) from None
    if status != 200:
        raise NotStamped(StampTrouble.REFUSED)
    if len(content) > LONGEST_ANSWER:
        raise NotStamped(StampTrouble.NO_STAMP)
    return content
