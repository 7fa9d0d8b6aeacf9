"""Licences for the platform's tests, made as a grant makes them: with a number, a code and an audience with customs."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.licensing.models import Licence, LicenceLine
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.traders.models import Trader

_numbers = itertools.count(1)


def licence(
    owner: Agency,
    *customs: Agency,
    number: str = "26X123",
    lines: list[dict[str, Any]] | None = None,
    **said: Any,
) -> Licence:
    """A licence of the agency that reaches these customs, good today, for 1,000 kg of R-134a unless told otherwise."""
    today = timezone.localdate()
    audience = audience_of(agencies=[owner, *customs])
    place = next(_numbers)
    holder = Trader.objects.get_or_create(
        owner=owner,
        name="Mombasa Cooling Ltd",
        national_number="P051234567X",
        defaults={"audience": audience},
    )[0]
    given: dict[str, Any] = {
        "party": owner.party, "application_number": f"A{place}", "number": number, "code": f"C{place:05}",
        "direction": "import", "holder": holder, "holder_name": holder.name,
        "holder_number": holder.national_number, "partner": "CHN", "valid_from": date(today.year, 1, 1),
        "valid_until": today + timedelta(days=90), "quota_year": today.year, "state": "granted",
    }  # fmt: skip
    made = Licence.objects.create(owner=owner, audience=audience, **(given | said))
    for position, line in enumerate(lines or [{}], 1):
        gas = {
            "substance": "R-134a",
            "hs_edition": "2022",
            "hs_code": "290345",
            "allowed_g": 1_000_000,
        } | line
        LicenceLine.objects.create(licence=made, position=position, **gas)
    return made
