"""Sending one signed message to an address that somebody typed in: nowhere but where that leads on the public network.

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
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from tradewind_web.errors import Refused
from tradewind_web.licensing.words import HookTrouble

CONNECT_SECONDS: Final = 5.0
#: Of the whole exchange, however slowly it drips.
WHOLE_SECONDS: Final = 15.0
LONGEST_ANSWER: Final = 4096
LONGEST_ADDRESS: Final = 300
#: IPv6 that carries an IPv4 address of its own: RFC 6052 and RFC 3056.
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64: Final = ipaddress.ip_network("64:ff9b:1::/48")
_6TO4: Final = ipaddress.ip_network("2002::/16")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotTold(Exception):
    """The address was not told; `status` is what it answered, where it did."""

    def __init__(self, trouble: HookTrouble, status: int | None = None) -> None:
        self.trouble, self.status = trouble, status
        super().__init__(str(trouble))


def must_be_address(text: str) -> str:
    """The address as it is kept.

    Raises:
        Refused: it is not https, is too long, or has a name and password, a fragment or signs that no address has.
    """
    text = text.strip()
    parts = _parts(text)
    if parts is None or parts.scheme != "https" or not parts.hostname or len(text) > LONGEST_ADDRESS:
        raise Refused(_("write the whole address, such as https://customs.example/tradewind"))
    if parts.username or parts.password or parts.fragment:
        raise Refused(
            _("the address has no user name, password or “#” in it; the signature says who it is from")
        )
    if any(ord(c) <= 32 or ord(c) > 126 for c in text):
        raise Refused(_("the address has signs that no address has; write it in Latin letters"))
    return text


def send(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post the body; the status that the address answered, always 200 to 299.

    Raises:
        NotTold: it leads nowhere or into a private network, does not answer, or answers something else.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    family, place = _looked_at(host, port)
    try:
        raw = socket.socket(family, socket.SOCK_STREAM)
        raw.settimeout(CONNECT_SECONDS)
        end = threading.Timer(WHOLE_SECONDS, _hang_up, args=(raw,))
        end.daemon = True
        end.start()
        try:
            raw.connect(place)
            with trusting().wrap_socket(raw, server_hostname=host) as line:
                return _exchange(line, parts, body, headers)
        finally:
            end.cancel()
            raw.close()
    except ssl.SSLCertVerificationError:
        raise NotTold(HookTrouble.NO_TRUST) from None
    except (OSError, http.client.HTTPException, ValueError):
        raise NotTold(HookTrouble.NO_ANSWER) from None


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


def _parts(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  raises where it is none
    except ValueError:
        return None
    return parts


def _looked_at(host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """Where to connect; every address of the name must be allowed, not only the one that is used."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotTold(HookTrouble.NO_ADDRESS) from None
    places = [(family, str(where[0])) for family, _kind, _proto, _name, where in found]
    if not places:
        raise NotTold(HookTrouble.NO_ADDRESS)
    if not settings.HOOKS_MAY_BE_PRIVATE:
        for _family, text in places:
            if not is_public(ipaddress.ip_address(text.partition("%")[0])):
                raise NotTold(HookTrouble.PRIVATE)
    family, text = places[0]
    return family, (text, port)


def _exchange(line: ssl.SSLSocket, parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> int:
    connection = http.client.HTTPSConnection(parts.netloc)
    connection.sock = line  # it was connected to what was looked at; nothing is resolved again
    connection.auto_open = 0
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request(
        "POST", path, body, {**headers, "Content-Type": "application/json", "Connection": "close"}
    )
    answer = connection.getresponse()
    status = answer.status
    if len(answer.read(LONGEST_ANSWER + 1)) > LONGEST_ANSWER:
        raise NotTold(HookTrouble.TOO_LONG, status)
    if not 200 <= status < 300:
        raise NotTold(HookTrouble.ANSWERED, status)
    return status


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it is closed already
        line.shutdown(socket.SHUT_RDWR)
