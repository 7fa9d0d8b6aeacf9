"""A Party's own limit is set with its law, compared with each application where it is the lower, and never lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from licences_made import licence
from offices import agency, person, signed_in
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.licensing.models_limits import OwnLimit

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


def test_a_supervisor_sets_replaces_and_ends_a_limit_and_applications_are_compared_with_it():
    nou = agency("NOU")
    salma, idris = person("Salma", nou, Role.SUPERVISOR), person("Idris", nou, Role.LICENSING)
    url = reverse("licensing:limits")
    asked = licence(
        nou, state="applied", number=None, code=None, lines=[{"substance": "R-22", "allowed_g": 900_000}]
    )
    one = reverse("licensing:one", args=[asked.pk])
    said = {"group": "C-I", "year": YEAR, "amount": "40", "rule": "Regulation 7, stage II"}
    assert signed_in(idris).post(url, said).status_code == 403
    client = signed_in(salma)
    assert client.post(url, said | {"rule": " "}).status_code == 409
    assert client.post(url, said | {"amount": "a lot"}).status_code == 409
    assert client.post(url, said | {"amount": ""}).status_code == 409, "nothing stands that could end"
    assert client.post(url, said).status_code == 302
    page = client.get(one).content.decode()
    assert "the limit is 40 ODP kg" in page and "Regulation 7, stage II" in page
    assert client.post(url, said | {"amount": "60"}).status_code == 302
    assert "of 60 ODP kg" in client.get(one).content.decode()
    assert "60 ODP kg" in signed_in(idris).get(url).content.decode()
    assert client.post(url, said | {"amount": ""}).status_code == 302
    assert "Regulation 7" not in client.get(one).content.decode()
    assert OwnLimit.objects.count() == 2 and not OwnLimit.objects.filter(ended_at=None).exists()
    told = Event.objects.filter(name__startswith="licensing.own_limit").order_by("pk")
    assert [e.name.rpartition("_")[2] for e in told] == ["set", "set", "ended"]
    assert verify().intact
    other = person("Otto", agency("Another NOU", "TZA"), Role.SUPERVISOR)
    assert "Regulation 7" not in signed_in(other).get(url).content.decode()
