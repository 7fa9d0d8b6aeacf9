"""Seizures typed in as a person does, step by step, for the platform's tests."""

from django.urls import reverse

from offices import signed_in
from tradewind_web.seizures.models import Draft, Seizure

HAPPENED = {"what": "seizure", "seized_on": "2026-03-04", "place": "Namanga", "country": "Kenya"}
GOODS = {
    "substance": "freon 22", "label_says": "R134a", "containers": "115", "container_kind": "disposable",
    "mass_g": "1564", "basis": "net", "declared_as": "empty bottles",
}  # fmt: skip
ROUTE = {
    "came_from": "China",
    "via": "Tanzania",
    "going_to": "KEN",
    "transport": "road_truck",
    "who": "Jane Doe",
}
FOUND = {"found": "tip", "methods": ["misdeclaration", "hidden_in_load"]}
BASIS = {"legal_basis": "Act 12, section 4", "outcome": "seized"}


def begun(client):
    client.post(reverse("seizures:begin"))
    return Draft.objects.order_by("-started_at").first()


def step(client, draft, name, data):
    return client.post(reverse("seizures:step", args=[draft.pk, name]), data)


def filled(client, **changed):
    draft = begun(client)
    steps = {"happened": HAPPENED, "goods": GOODS, "route": ROUTE, "found": FOUND, "basis": BASIS}
    for name, data in steps.items():
        response = step(client, draft, name, {**data, **changed.get(name, {}), "then": "next"})
        assert response.status_code == 302, response.content.decode()
    return draft


def recorded(acting, **changed):
    client = signed_in(acting)
    draft = filled(client, **changed)
    assert client.post(reverse("seizures:draft", args=[draft.pk])).status_code == 302
    return Seizure.objects.order_by("-recorded_at").first()


def correction(acting, seizure, why="weighed again", **changed):
    client = signed_in(acting)
    response = client.post(reverse("seizures:correct", args=[seizure.pk]))
    draft = Draft.objects.get(corrects=seizure, person=acting.user)
    for name, data in changed.items():
        assert step(client, draft, name, data).status_code == 302
    return client.post(reverse("seizures:draft", args=[draft.pk]), {"why": why}), response
