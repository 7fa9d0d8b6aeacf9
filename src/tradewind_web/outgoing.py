"""Posting to an address that somebody typed in: nowhere but where that leads, and on the public network only.

Every address that the name resolves to is looked at before any is used, and the connection goes to the very one that
was looked at: a name that resolves to something else a moment later gains nothing. No redirect is followed; time and
size of the answer are limited.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Final, Literal
from urllib.parse import SplitResult, urlsplit

CONNECT_SECONDS: Final = 5.0
#: IPv6 that carries an IPv4 address of its own: RFC 6052 and RFC 3056.
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64: Final = ipaddress.ip_network("64:ff9b:1::/48")
_6TO4: Final = ipaddress.ip_network("2002::/16")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Why = Literal["no_address", "private", "no_trust", "no_answer"]


class NotReached(Exception):
    """Nobody answered there, and why: the name leads nowhere, or into a private network; nobody this machine trusts; or
    no answer, none in time, or none that is HTTP."""

    def __init__(self, why: Why) -> None:
        self.why: Why = why
        super().__init__(why)


def parts_of(text: str) -> SplitResult | None:
    """The parts of an address; None where it is none."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  raises where it is none
    except ValueError:
        return None
    return parts


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float,
    longest: int,
    may_be_private: bool,
    silence: float = CONNECT_SECONDS,
) -> tuple[int, bytes]:
    """Status and content of the answer, of which one byte more than `longest` is read at most. `seconds` are of the
    whole exchange, however slowly it drips, `silence` the longest pause in it. Over TLS where the address says https.

    Raises:
        NotReached: nobody answered there.
    """
    parts = urlsplit(address)
    is_sealed = parts.scheme == "https"
    family, place = _looked_at(parts.hostname or "", parts.port or (443 if is_sealed else 80), may_be_private)
    try:
        raw = socket.socket(family, socket.SOCK_STREAM)
        raw.settimeout(CONNECT_SECONDS)
        end = threading.Timer(seconds, _hang_up, args=(raw,))
        end.daemon = True
        end.start()
        try:
            raw.connect(place)
            raw.settimeout(silence)
            if not is_sealed:
                return _exchange(raw, parts, body, headers, longest)
            with trusting().wrap_socket(raw, server_hostname=parts.hostname) as line:
                return _exchange(line, parts, body, headers, longest)
        finally:
            end.cancel()
            raw.close()
    except ssl.SSLCertVerificationError:
        raise NotReached("no_trust") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise NotReached("no_answer") from None


def trusting() -> ssl.SSLContext:
    """Whom this machine trusts; an authority of one's own is named to it by SSL_CERT_FILE."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could reach it. What carries an IPv4 address inside is judged by that too.

    >>> is_public(ipaddress.ip_address("8.8.8.8")), is_public(ipaddress.ip_address("::ffff:10.0.0.1"))
    (True, False)
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address in _LOCAL_NAT64 or address.teredo is not None:
            return False
        inner = address.ipv4_mapped
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        elif address in _6TO4:
            inner = address.sixtofour
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _looked_at(host: str, port: int, may_be_private: bool) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """Where to connect; every address of the name must be allowed, not only the one that is used."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotReached("no_address") from None
    places = [(family, str(where[0])) for family, _kind, _proto, _name, where in found]
    if not places:
        raise NotReached("no_address")
    for _family, text in places:
        if not may_be_private and not is_public(ipaddress.ip_address(text.partition("%")[0])):
            raise NotReached("private")
    family, text = places[0]
    return family, (text, port)


def _exchange(
    line: socket.socket, parts: SplitResult, body: bytes, headers: Mapping[str, str], longest: int
) -> tuple[int, bytes]:
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc)
    connection.sock = line  # it was connected to what was looked at; nothing is resolved again
    connection.auto_open = 0
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("POST", path, body, {**headers, "Connection": "close"})
    answer = connection.getresponse()
    return answer.status, answer.read(longest + 1)


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it is closed already
        line.shutdown(socket.SHUT_RDWR)
