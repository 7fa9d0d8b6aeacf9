"""Sending one signed message to an address that somebody typed in, by way of `outgoing`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from tradewind_web.errors import Refused
from tradewind_web.licensing.words import HookTrouble
from tradewind_web.outgoing import NotReached, Why, parts_of, post

#: Of the whole exchange, however slowly it drips.
WHOLE_SECONDS: Final = 15.0
LONGEST_ANSWER: Final = 4096
LONGEST_ADDRESS: Final = 300
_NOT_REACHED: Final[Mapping[Why, HookTrouble]] = {
    "no_address": HookTrouble.NO_ADDRESS, "private": HookTrouble.PRIVATE, "no_trust": HookTrouble.NO_TRUST,
    "no_answer": HookTrouble.NO_ANSWER,
}  # fmt: skip


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
    parts = parts_of(text)
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
    try:
        status, content = post(
            address, body, {**headers, "Content-Type": "application/json"}, seconds=WHOLE_SECONDS,
            longest=LONGEST_ANSWER, may_be_private=settings.HOOKS_MAY_BE_PRIVATE,
        )  # fmt: skip
    except NotReached as error:
        raise NotTold(_NOT_REACHED[error.why]) from None
    if len(content) > LONGEST_ANSWER:
        raise NotTold(HookTrouble.TOO_LONG, status)
    if not 200 <= status < 300:
        raise NotTold(HookTrouble.ANSWERED, status)
    return status
