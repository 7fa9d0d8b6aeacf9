"""The rooms of the platform in the order of a day, and who finds a door to which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role


@dataclass(frozen=True, slots=True)
class Room:
    """A door in the navigation."""

    label: str | Promise
    url: str
    here: bool


def _content(acting: Acting) -> bool:
    return acting.sees_content


def _running(acting: Acting) -> bool:
    return acting.holds(Role.SUPERVISOR, Role.ADMINISTRATOR)


#: label, name of the URL, whom it is for
DOORS: Final[tuple[tuple[Promise, str, Callable[[Acting], bool]], ...]] = (
    (_("Today"), "home", lambda _acting: True),
    (_("Findings"), "findings:queue", _content),
    (_("The picture"), "picture", _content),
    (_("Sources"), "sources:batches", _content),
    (_("Licences"), "licensing:list", _content),
    (_("Consignments"), "consignments:board", _content),
    (_("Which gas?"), "field:gas", lambda _acting: True),
    (_("Cases"), "cases:list", _content),
    (_("Seizures"), "seizures:list", _content),
    (_("Proceedings"), "proceedings:list", _content),
    (_("Traders"), "traders:list", _content),
    (_("Groups"), "sharing:groups", _content),
    (_("Agency"), "agencies:people", _running),
    (_("Work in hand"), "jobs:list", _running),
)


def rooms_for(acting: Acting, path: str) -> list[Room]:
    """The doors this person may open, the one they stand in marked."""
    found = [(label, reverse(name)) for label, name, allowed in DOORS if allowed(acting)]
    home = reverse("home")  # every address begins like it: it is here only where nothing follows
    longest = max(
        (url for _label, url in found if path == url or (url != home and path.startswith(url))),
        key=len, default="",
    )  # fmt: skip
    return [Room(label, url, url == longest) for label, url in found]
