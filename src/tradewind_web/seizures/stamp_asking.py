"""Asking an authority for a time stamp (RFC 3161), and proving that what it answered is one.

The request goes to the very address that was looked at, over https and into the public network only; whoever runs the
office may allow an address of another kind by name (TRADEWIND_STAMP_ADDRESSES). No redirect is followed; time and size
of the answer are limited. What is sent is a digest: the authority learns nothing of what is stamped.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit

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
from tradewind_web.licensing.hook_sending import is_public, trusting
from tradewind_web.seizures.words_stamps import StampTrouble

CONNECT_SECONDS: Final = 5.0
#: Of the whole exchange, however slowly it drips.
WHOLE_SECONDS: Final = 20.0
#: A token with the certificates of its authority has some 6 kB.
LONGEST_ANSWER: Final = 64 << 10
LONGEST_ADDRESS: Final = 300
LONGEST_ROOTS: Final = 40_000


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
    parts = _parts(text)
    if parts is None or not parts.hostname or len(text) > LONGEST_ADDRESS or parts.fragment or parts.username:
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
    parts = urlsplit(address)
    is_allowed = address in settings.STAMP_ADDRESSES
    if parts.scheme != "https" and not is_allowed:
        raise NotStamped(StampTrouble.NOT_ALLOWED)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    family, place = _looked_at(parts.hostname or "", port, may_be_private=is_allowed)
    try:
        raw = socket.socket(family, socket.SOCK_STREAM)
        raw.settimeout(CONNECT_SECONDS)
        end = threading.Timer(WHOLE_SECONDS, _hang_up, args=(raw,))
        end.daemon = True
        end.start()
        try:
            raw.connect(place)
            raw.settimeout(WHOLE_SECONDS)
            if parts.scheme != "https":
                return _exchange(raw, parts, body)
            with trusting().wrap_socket(raw, server_hostname=parts.hostname) as line:
                return _exchange(line, parts, body)
        finally:
            end.cancel()
            raw.close()
    except (OSError, http.client.HTTPException, ValueError):
        raise NotStamped(StampTrouble.NO_ANSWER) from None


def _looked_at(host: str, port: int, *, may_be_private: bool) -> tuple[int, tuple[str, int]]:
    """Where to connect; every address of the name must be allowed, not only the one that is used."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotStamped(StampTrouble.NO_ADDRESS) from None
    places = [(family, str(where[0])) for family, _kind, _proto, _name, where in found]
    if not places:
        raise NotStamped(StampTrouble.NO_ADDRESS)
    for _family, text in places:
        if not may_be_private and not is_public(ipaddress.ip_address(text.partition("%")[0])):
            raise NotStamped(StampTrouble.NOT_ALLOWED)
    family, text = places[0]
    return family, (text, port)


def _exchange(line: socket.socket, parts: SplitResult, body: bytes) -> bytes:
    connection = http.client.HTTPConnection(parts.netloc)
    connection.sock = line  # it was connected to what was looked at; nothing is resolved again
    connection.auto_open = 0
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request(
        "POST", path, body, {"Content-Type": "application/timestamp-query", "Connection": "close"}
    )
    answer = connection.getresponse()
    content = answer.read(LONGEST_ANSWER + 1)
    if answer.status != 200:
        raise NotStamped(StampTrouble.REFUSED)
    if len(content) > LONGEST_ANSWER:
        raise NotStamped(StampTrouble.NO_STAMP)
    return content


def _parts(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  raises where it is none
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it is closed already
        line.shutdown(socket.SHUT_RDWR)
