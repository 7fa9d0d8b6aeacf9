"""From a case to its seizure and back: begun from it, laid to it once, and only by those who work in both."""

from __future__ import annotations

import html
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from offices import agency, person, signed_in
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event
from tradewind_web.cases.actions.opening import open_case
from tradewind_web.cases.models import Case
from tradewind_web.errors import Refused
from tradewind_web.licensing.fields import MassField, as_typed
from tradewind_web.proceedings.actions import deciding, opening
from tradewind_web.proceedings.money import NumberField
from tradewind_web.proceedings.values import Deciding, Opening
from tradewind_web.seizures.actions import custody
from tradewind_web.seizures.models import Draft, Seizure
from tradewind_web.seizures.values_custody import EntryValues, ExhibitValues
from tradewind_web.sharing.actions import share

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
STEPS = {
    "happened": {"what": "seizure", "seized_on": "2026-03-04", "place": "Shed 2", "country": "KEN"},
    "found": {"found": "risk_profile"},
}
GOODS = {"substance": "R-22", "label_says": "R-134a", "mass_g": "12", "basis": "net", "then": "onward"}


@pytest.fixture
def grace() -> Any:
    return person("Grace", agency("Kenya Revenue Authority", kind="customs"), Role.OFFICER, Role.SUPERVISOR)


def recorded(client: Client, case: Case) -> Seizure:
    client.post(reverse("seizures:begin"), {"case": case.pk})
    draft = Draft.objects.get()
    assert draft.case == case
    client.post(reverse("seizures:step", args=[draft.pk, "happened"]), STEPS["happened"])
    client.post(reverse("seizures:step", args=[draft.pk, "goods"]), GOODS)
    client.post(reverse("seizures:step", args=[draft.pk, "found"]), STEPS["found"])
    response = client.post(reverse("seizures:draft", args=[draft.pk]))
    assert response.status_code == 302, response.content.decode()[-2000:]
    return Seizure.objects.get()


def page(client: Client, case: Case) -> str:
    return html.unescape(client.get(reverse("cases:one", args=[case.pk])).content.decode())


def test_a_seizure_begun_from_a_case_belongs_to_it_and_lies_among_its_evidence(grace):
    client, case = signed_in(grace), open_case(acting=grace, title="Truck", origin="control")
    seizure = recorded(client, case)
    assert seizure.case == case
    laid = case.evidence.get()
    assert (laid.step, laid.kind, laid.ref) == ("record", "seizure_record", f"seizure:{seizure.pk}")
    assert len(laid.sha256) == 64
    text = page(client, case)
    for name in ("custody", "storage", "disposal"):
        assert reverse(f"seizures:{name}", args=[seizure.pk]) in text
    assert "Lay it to the case" not in text


def test_custody_and_a_decision_are_laid_once_at_their_steps(grace, django_assert_max_num_queries):
    client, case = signed_in(grace), open_case(acting=grace, title="Truck", origin="control")
    seizure = recorded(client, case)
    custody.add_exhibit(acting=grace, seizure_id=seizure.pk, values=ExhibitValues("Cage", "R-22"))
    values = EntryValues("taken", (1,), timezone.now(), from_holder="driver", from_place="gate", to_holder="Grace",
                         to_place="Store 1", seal_after="KRA 7")  # fmt: skip
    entry = custody.write_entry(acting=grace, seizure_id=seizure.pk, values=values)
    vera = person("Vera", agency("Prosecutor", kind="prosecutor"), Role.PROSECUTOR)
    for record in (case, seizure):
        share(acting=grace, record=record, agencies=[vera.agency], reason="for the court")
    made = opening.open_proceeding(
        acting=vera,
        seizure_id=seizure.pk,
        values=Opening("administrative", "R-22", "Skua", "KEN", seizure.seized_on),
    )
    decision = deciding.decide(
        acting=vera,
        proceeding_id=made.pk,
        values=Deciding("fine", timezone.localdate(), "Skua pays", 100, "EUR"),
    )
    assert "Skua pays" not in page(client, case)
    # what comes of it goes back to who gave it, and to nobody else
    unit = agency("Ozone unit")
    for agencies in ([unit], [grace.agency, unit]):
        with pytest.raises(Refused, match="do not permit to pass it on"):
            share(acting=vera, record=made, agencies=agencies, reason="for the case")
    share(acting=vera, record=made, agencies=[grace.agency], reason="for the case")
    with django_assert_max_num_queries(65):
        text = page(client, case)
    assert "seal KRA 7" in text
    lay = reverse("seizures:lay", args=[seizure.pk])
    for url, ref in (
        (lay, f"custody:{entry.pk}"),
        (reverse("proceedings:lay", args=[made.pk]), f"decision:{decision.pk}"),
    ):
        assert client.post(url, {"ref": ref}).url == reverse("cases:one", args=[case.pk])
        again = client.post(url, {"ref": ref}, follow=True)
        assert "the case has this already" in html.unescape(again.content.decode())
    kept = {one.kind: one for one in case.evidence.all()}
    assert kept["custody_receipt"].sha256 == entry.digest
    assert (kept["custody_receipt"].step, kept["decision"].step) == ("custody", "proceedings")
    assert Event.objects.filter(name="cases.evidence_added", subject_id=str(case.pk)).count() == 3
    # neither the prosecutor, who does not work in the case, nor anybody without a name for it lays anything
    assert signed_in(vera).post(lay, {"ref": f"custody:{entry.pk}"}).status_code == 403
    assert client.post(lay, {"ref": "custody:none"}).status_code == 404


def test_a_draft_is_begun_only_from_a_case_that_the_persons_agency_works_in(grace):
    case = open_case(acting=grace, title="Truck", origin="control")
    other = person("Tumaini", agency("Tanzania Revenue Authority", kind="customs", party="TZA"))
    begin = reverse("seizures:begin")
    assert signed_in(other).post(begin, {"case": case.pk}).status_code == 404
    share(acting=grace, record=case, agencies=[other.agency], reason="to read")
    assert signed_in(other).post(begin, {"case": case.pk}).status_code == 403
    assert signed_in(grace).post(begin, {"case": "x"}).status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.parametrize("grams", [1, 600, 13_600, 163_213, 1_234_567, 1_234_567_890, 295_392_000])
def test_a_mass_that_a_form_begins_with_is_read_back_to_the_gram(grams):
    shown = MassField().prepare_value(grams)
    assert MassField().clean(shown) == grams
    assert NumberField().clean(as_typed(grams, 1_000_000)) == Decimal(grams) / 1_000_000
