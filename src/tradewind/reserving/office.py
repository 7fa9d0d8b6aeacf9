"""Asking an office's platform over HTTP, so that a link that is down costs nothing: the same key is sent again."""

from __future__ import annotations

import http.client
import json
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tradewind import __version__
from tradewind.errors import RequestError
from tradewind.reserving.calls import Call

#: Seconds between one try and the next; then the link counts as down.
PAUSES: Final = (0.5, 1.0, 2.0)
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_MOST_BYTES: Final = 1_000_000
#: The office is there but cannot answer now.
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


class NoAnswer(Exception):
    """The office could not be reached, or answered in no way that tells whether the mass is held."""


class Shut(RequestError):
    """The office answers no request of this program; asking for the next item would be answered alike."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office said: a reservation, or a refusal with its code, sentence and source."""

    held: Mapping[str, Any] | None
    code: str = ""
    detail: str = ""
    source: str = ""

    @property
    def is_good(self) -> bool:
        """The mass is held, or was cleared under this key already."""
        return self.held is not None and self.held.get("state") in ("held", "confirmed")


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is told and never followed: the key would go to wherever it says."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(slots=True)
class Office:
    """An office's platform and the key it knows this program by."""

    url: str
    key: str
    language: str = "en"
    seconds: float = 20.0
    certificates: Path | None = None
    pause: Callable[[float], None] = time.sleep
    is_down: bool = False
    _opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        trusted = ssl.create_default_context(cafile=str(self.certificates) if self.certificates else None)
        self._opener = urllib.request.build_opener(_Stay, urllib.request.HTTPSHandler(context=trusted))

    def reserve(self, call: Call) -> Answer:
        """Verified and held, or why not. Sent again with the same key when no answer came: it cannot hold twice.

        Raises:
            NoAnswer: the link is down; after it was found down once, the next items are tried once each.
            Shut: the office does not accept the key, or lies elsewhere.
        """
        last = "no answer"
        for pause in (0.0, *(() if self.is_down else PAUSES)):
            if pause:
                self.pause(pause)
            try:
                status, body = self._send(call)
            except (OSError, http.client.HTTPException) as error:
                last = _told(error)
                continue
            answer = None if status in _AGAIN else self._read(status, body)
            if answer is not None:
                self.is_down = False
                return answer
            last = f"it answered {status}, which says nothing of the licence"
        self.is_down = True
        raise NoAnswer(last)

    def _send(self, call: Call) -> tuple[int, bytes]:
        place = f"{self.url}/api/v1/licences/{urllib.parse.quote(call.licence, safe='')}/reservations"
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Idempotency-Key": call.key,
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Language": self.language,
            "User-Agent": f"tradewind/{__version__}",
        }
        # `checked_url` let no other scheme through than http and https.
        request = urllib.request.Request(place, json.dumps(call.said).encode(), headers, method="POST")  # noqa: S310
        try:
            with self._opener.open(request, timeout=self.seconds) as response:
                return response.status, response.read(_MOST_BYTES)
        except urllib.error.HTTPError as error:
            with error:
                if 300 <= error.code < 400:
                    raise Shut(
                        f"{self.url} sends on to {error.headers.get('Location', 'somewhere else')}; give that address"
                        " with --office"
                    ) from error
                return error.code, error.read(_MOST_BYTES)

    def _read(self, status: int, body: bytes) -> Answer | None:
        """What the answer says; None where it is none of the platform's, as a gateway before it may send."""
        try:
            said = json.loads(body)
        except ValueError:
            return None
        if not isinstance(said, dict):
            return None
        if status == 200:
            return Answer(said) if "id" in said and "state" in said else None
        detail = said.get("detail")
        if status in (401, 403):
            raise Shut(
                f"{self.url} does not let this key in: {detail or 'no reason given'}; ask the office for a key with"
                " licensing:write and put it into the key file"
            )
        if status == 404 and "code" not in said:
            raise Shut(
                f"{self.url} knows no licences under /api/v1; give the address of the office's platform"
            )
        if isinstance(detail, list):
            return Answer(None, "not_understood", "; ".join(_fault(one) for one in detail))
        return Answer(None, str(said.get("code", status)), str(detail or status), str(said.get("source", "")))


def checked_url(text: str, *, without_tls: bool) -> str:
    """The address of an office, without a slash at its end.

    Raises:
        RequestError: it is none, or the key would cross a network in the clear.
    """
    parts = urllib.parse.urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise RequestError(f"--office takes an address such as https://ozone.example.gov, not {text!r}")
    if parts.username or parts.password:
        raise RequestError(
            "--office takes an address without a name and password; the key is in the key file"
        )
    if parts.scheme == "http" and parts.hostname not in _HERE and not without_tls:
        raise RequestError(
            f"{text} is not protected, whoever listens reads the key; use https://, or --without-tls in a network of"
            " your own"
        )
    return text.strip().rstrip("/")


def key_from(path: Path) -> str:
    """The key in a file, on its only line.

    Raises:
        RequestError: the file holds none.
    """
    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    except UnicodeDecodeError:
        lines = []
    if len(lines) != 1 or not lines[0].isascii() or not lines[0].isprintable() or " " in lines[0]:
        raise RequestError(
            f"{path} holds no key; put the office's key there, alone on one line (Programs, in the platform)"
        )
    return lines[0]


def _told(error: Exception) -> str:
    reason = getattr(error, "reason", None)
    if isinstance(reason, ssl.SSLCertVerificationError):
        raise Shut(
            f"the office's certificate cannot be trusted ({reason.verify_message}); give its authority with"
            " --certificates"
        ) from error
    return str(reason or error) or type(error).__name__


def _fault(one: Any) -> str:
    """A field that the office did not understand."""
    if not isinstance(one, dict):
        return str(one)
    place = ".".join(str(part) for part in one.get("loc", ())[-1:])
    return f"{place}: {one.get('msg', 'not understood')}" if place else str(one.get("msg", "not understood"))
