"""Two officers at once: the last kilogram of a quota goes to one of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from offices import agency, person
from tradewind_web.errors import Refused
from tradewind_web.licensing.actions import allotting, applying, deciding
from tradewind_web.licensing.actions.allotting import Allotment
from tradewind_web.licensing.models import Licence, Quota
from tradewind_web.licensing.values import LicenceValues, LineValues
from tradewind_web.office import Office
from tradewind_web.traders.actions import keeping
from tradewind_web.traders.values import TraderValues


@pytest.mark.django_db(transaction=True)
def test_of_many_grants_at_once_only_those_the_quota_holds_are_granted(settings, tmp_path):
    settings.OFFICE = Office(tmp_path / "office", demonstration=False)
    lena, today = person("Lena", agency("NOU"), "licensing"), timezone.localdate()
    trader = keeping.add(acting=lena, values=TraderValues("Cool Air Ltd", national_number="P-100"))
    for group in ("C-I", "F"):  # R-401A draws on both
        allotting.allot(
            acting=lena, reason="", allotment=Allotment(group, today.year, "kg", 350_000_000, trader.pk)
        )
    waiting = []
    for gas in ("R-22", "R-401A", "R-134a") * 4:
        values = LicenceValues("import", "CHN", today, today, (LineValues(gas, 100_000),))
        made = applying.enter(acting=lena, holder_id=trader.pk, values=values)
        waiting.append(applying.take_in(acting=lena, licence_id=made.pk).pk)

    def grant(pk):
        try:
            deciding.grant(acting=lena, licence_id=pk)
        except Refused:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(6) as threads:
        granted = sum(threads.map(grant, waiting))
    assert granted == Licence.objects.filter(state="granted").count() >= 6
    numbers = Licence.objects.filter(state="granted").values_list("number", flat=True)
    assert len(set(numbers)) == granted
    for quota in Quota.objects.all():
        assert quota.left_mg >= 0
        assert quota.overrun_mg == 0
        assert quota.committed_mg == sum(quota.draws.values_list("committed_mg", flat=True))
        assert quota.allotted_mg == sum(
            quota.entries.filter(kind="allocation").values_list("amount_mg", flat=True)
        )
        assert quota.committed_mg == sum(
            quota.entries.filter(kind="commitment").values_list("amount_mg", flat=True)
        )
