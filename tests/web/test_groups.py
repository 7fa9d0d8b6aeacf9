"""Groups through their pages: made and kept by a supervisor, left at once, unknown to who does not belong."""

import pytest

from offices import agency, person, signed_in
from tradewind_web.audit.models import Event
from tradewind_web.sharing.models import Group, GroupMembership

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return person("Salma", agency("Own"), "supervisor")


def made(lead, name="Islands") -> Group:
    said = {"name": name, "late_joiner": "from_joining", "reason": "a network"}
    response = signed_in(lead).post("/groups/new/", said)
    assert response.status_code == 302
    return Group.objects.get(name=name)


def test_a_supervisor_makes_a_group_and_adds_a_neighbour_who_then_sees_it(lead):
    neighbour = person("Idris", agency("Neighbour", "TZA"))
    group = made(lead)
    assert b"Islands" not in signed_in(neighbour).get("/groups/").content
    said = {"agency": neighbour.agency.pk, "reason": "joins"}
    assert signed_in(lead).post(f"/groups/{group.pk}/join/", said).status_code == 302
    assert b"Islands" in signed_in(neighbour).get("/groups/").content
    assert list(Event.objects.order_by("id").values_list("name", flat=True))[-2:] == [
        "sharing.group_made",
        "sharing.agency_joined_group",
    ]


def test_a_group_of_others_is_not_there_for_a_supervisor_outside_it(lead):
    outside = person("Noor", agency("Outside", "UGA"), "supervisor")
    group = made(lead)
    said = {"agency": outside.agency.pk, "reason": "curious"}
    assert signed_in(outside).post(f"/groups/{group.pk}/join/", said).status_code == 404
    assert signed_in(outside).post(f"/groups/{group.pk}/leave/", said).status_code == 404


def test_a_member_may_leave_but_not_put_others_out(lead):
    group = made(lead)
    one, two = (person(n, agency(n, "TZA"), "supervisor") for n in ("One", "Two"))
    for who in (one, two):
        signed_in(lead).post(f"/groups/{group.pk}/join/", {"agency": who.agency.pk, "reason": "joins"})
    out = signed_in(one).post(f"/groups/{group.pk}/leave/", {"agency": two.agency.pk, "reason": "no"})
    assert out.status_code == 404
    signed_in(one).post(f"/groups/{group.pk}/leave/", {"agency": one.agency.pk, "reason": "done"})
    present = GroupMembership.objects.filter(group=group, ends_at__isnull=True)
    assert set(present.values_list("agency__name", flat=True)) == {"Own", "Two"}


def test_a_name_that_is_taken_and_a_missing_reason_are_said(lead):
    made(lead)
    said = {"name": "Islands", "late_joiner": "everything", "reason": "again"}
    response = signed_in(lead).post("/groups/new/", said)
    assert response.status_code == 422
    assert b"choose another name" in response.content
    assert signed_in(lead).post("/groups/new/", {"name": "X"}).status_code == 422


def test_an_officer_sees_groups_but_makes_none(lead):
    officer = person("Idris", agency("Own"), "officer")
    assert signed_in(officer).get("/groups/").status_code == 200
    assert signed_in(officer).post("/groups/new/", {}).status_code == 403
