"""An invented office with one licence and a program of customs; and what its ledger says afterwards.

python -P bench/reservation_office.py make NUMBER KG    prints the program's secret
python -P bench/reservation_office.py count NUMBER      prints the ledger of the licence as JSON
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta


def _open() -> None:
    from tradewind_web.running.opening import bring_up_to_date, open_platform

    bring_up_to_date(open_platform(None, demonstration=False), lambda _text: None)


def make(number: str, kg: int) -> str:
    """The secret of a program of customs that may hold masses on the licence of this number."""
    from django.utils import timezone

    from tradewind_web.accounts.models import User
    from tradewind_web.agencies.acting import acting_for
    from tradewind_web.agencies.models import Agency, Membership
    from tradewind_web.agencies.tokens import make_token
    from tradewind_web.licensing.models import Licence, LicenceLine
    from tradewind_web.sharing.audiences import audience_of
    from tradewind_web.traders.models import Trader

    nou = Agency.objects.get_or_create(name="Invented ozone unit", defaults={"party": "KEN", "kind": "nou"})[
        0
    ]
    customs = Agency.objects.get_or_create(
        name="Invented customs", defaults={"party": "KEN", "kind": "customs"}
    )[0]
    person = User.objects.get_or_create(username="customs", defaults={"display_name": "Customs"})[0]
    Membership.objects.get_or_create(user=person, agency=customs, role="officer", ends_at=None)
    audience, today = audience_of(agencies=[nou, customs]), timezone.localdate()
    holder = Trader.objects.get_or_create(owner=nou, name="Holder", defaults={"audience": audience})[0]
    licence = Licence.objects.create(
        owner=nou, audience=audience, party="KEN", application_number=f"A{number}", number=number,
        code=f"C{number}", direction="import", holder=holder, holder_name="Holder",
        holder_number="P051234567X", partner="CHN", valid_from=today, valid_until=today + timedelta(days=9),
        quota_year=today.year, state="granted",
    )  # fmt: skip
    LicenceLine.objects.create(
        licence=licence,
        position=1,
        substance="R-134a",
        hs_edition="2022",
        hs_code="290345",
        allowed_g=kg * 1000,
    )
    acting = acting_for(person, customs)
    assert acting is not None
    scopes = ["licensing:read", "licensing:write"]
    return make_token(acting=acting, name="bench", scopes=scopes, life=timedelta(days=1))[1]


def count(number: str) -> dict[str, object]:
    """What the ledger of the licence says, and whether the audit's chains still hold."""
    from django.db.models import Sum

    from tradewind_web.audit.models import Event
    from tradewind_web.audit.verifying import verify
    from tradewind_web.licensing.models import LicenceLine, Reservation

    line = LicenceLine.objects.get(licence__number=number)
    rows = Reservation.objects.filter(line=line)
    held = rows.filter(state="held").aggregate(n=Sum("mass_g"))["n"] or 0
    cleared = rows.filter(state="confirmed").aggregate(n=Sum("cleared_g"))["n"] or 0
    return {
        "allowed_g": line.allowed_g, "reserved_g": line.reserved_g, "cleared_g": line.cleared_g, "held_g": held,
        "confirmed_g": cleared, "rows": {r.key: [str(r.pk), r.mass_g, r.state] for r in rows},
        "items": rows.values("declaration", "item").distinct().count(),
        "events": Event.objects.filter(
            name="licensing.reserved", subject_id=str(line.licence_id)
        ).count(), "intact": verify().intact,
    }  # fmt: skip


if __name__ == "__main__":
    _open()
    told = make(sys.argv[2], int(sys.argv[3])) if sys.argv[1] == "make" else json.dumps(count(sys.argv[2]))
    print(told)
