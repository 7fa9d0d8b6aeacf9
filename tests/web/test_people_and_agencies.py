"""Coming in by a printed slip, running an agency, and programs that act for a person."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axes.models import AccessAttempt
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from ninja.errors import HttpError

from offices import PASSWORD, agency, person, signed_in
from tradewind_web.accounts.models import User
from tradewind_web.agencies import slips, tokens
from tradewind_web.agencies.acting import acting_for
from tradewind_web.agencies.codes import LETTERS, new_code
from tradewind_web.agencies.duties import DUTIES, Duty, register
from tradewind_web.agencies.models import Agency, Delegation, Holiday, Membership, Slip, SoleAct, Token
from tradewind_web.agencies.queries import people_of
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event
from tradewind_web.audit.reading import history, personal_facts
from tradewind_web.audit.verifying import verify
from tradewind_web.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db

NEW = "grey harbour ladder tin"


@pytest.fixture
def office():
    """An agency with a supervisor, an administrator and an officer."""
    own = agency("Own")
    return person("Sara", own, Role.SUPERVISOR), person("Adam", own, Role.ADMINISTRATOR), person("Olu", own)


def said(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def names(chain) -> list[str]:
    found = Event.objects.filter(chain=chain).exclude(name="accounts.signed_in").order_by("number")
    return list(found.values_list("name", flat=True))


def use(code, password=NEW, witness="", witness_password=PASSWORD, client=None, **more):
    data = {"slip": code, "password1": password, "password2": password, "witness": witness,
            "witness_password": witness_password if witness else "", **more}  # fmt: skip
    return (client or Client()).post(reverse("agencies:use_slip"), data)


# Slips -------------------------------------------------------------------------------------------------------


def test_a_code_is_sixteen_letters_that_cannot_be_taken_for_others():
    code = new_code()
    assert re.fullmatch(r"[A-Z]{4}(-[A-Z]{4}){3}", code)
    assert not set("ILOQSUV01") & set(LETTERS)


def test_a_new_colleague_comes_in_by_a_printed_slip_with_a_second_person_beside(office):
    sara, adam, _olu = office
    page = signed_in(sara).post(
        reverse("agencies:invite"),
        {"display_name": "Nia N.", "username": "Nia", "roles": ["officer", "analyst"]},
    )
    code = re.search(r'class="slip-code"[^>]*>([A-Z-]+)<', page.content.decode()).group(1)
    assert "no-store" in page.headers["Cache-Control"]
    assert code.replace("-", "") not in str(list(Slip.objects.values()))
    response = use(code.lower().replace("-", " "), witness="ADAM")
    assert response.url == reverse("account_login")
    nia = User.objects.get(username="nia")
    assert acting_for(nia, sara.agency).roles == {"officer", "analyst"}
    assert Client().post(reverse("account_login"), {"login": "nia", "password": NEW}).url == reverse("home")
    assert names(sara.chain) == ["agencies.slip_made", "agencies.invitation_used"]
    used = Event.objects.get(name="agencies.invitation_used")
    assert used.actor == adam.user
    assert "Nia" not in str(used.facts)
    assert personal_facts(used)["person"] == "Nia N."
    assert not SoleAct.objects.exists()
    assert verify().intact


def test_a_slip_works_once_and_for_three_days_and_not_when_withdrawn(office):
    sara, _adam, _olu = office
    _slip, code = slips.invite(acting=sara, display_name="Nia", username="nia", roles=["officer"])
    assert use(code, witness="Adam").status_code == 302
    assert "No slip has this code now" in said(use(code, witness="Adam"))
    slip, code = slips.invite(acting=sara, display_name="Ben", username="ben", roles=["officer"])
    Slip.objects.filter(pk=slip.pk).update(expires_at=timezone.now())
    assert "No slip has this code now" in said(use(code, witness="Adam"))
    slip, code = slips.invite(acting=sara, display_name="Cle", username="cle", roles=["officer"])
    assert "Cle" in said(signed_in(sara).get(reverse("agencies:people")))
    signed_in(sara).post(reverse("agencies:withdraw_slip", args=[slip.pk]))
    assert "No slip has this code now" in said(use(code, witness="Adam"))
    assert not User.objects.filter(username__in=["ben", "cle"]).exists()
    assert slip.expires_at - slip.made_at < timedelta(hours=72, seconds=1)


@pytest.mark.parametrize(
    ("witness", "password", "why"),
    [
        ("Sara", PASSWORD, "who printed the slip cannot stand beside too"),
        ("Adam", "wrong one", "not the name and password of somebody who works in the agency"),
        ("Foe", PASSWORD, "not the name and password of somebody who works in the agency"),
        ("Gone", PASSWORD, "not the name and password of somebody who works in the agency"),
        ("", "", "A second person of the agency types this"),
    ],
)
def test_nobody_comes_in_without_a_second_person_of_the_agency(office, witness, password, why):
    sara, _adam, _olu = office
    person("Foe", agency("Foreign"))
    gone = person("Gone", sara.agency)
    Membership.objects.filter(user=gone.user).update(ends_at=timezone.now())
    _slip, code = slips.invite(acting=sara, display_name="Nia", username="nia", roles=["officer"])
    response = use(code, witness=witness, witness_password=password)
    assert (response.status_code, why in said(response)) == (422, True)
    assert not User.objects.filter(username="nia").exists()


def test_saying_one_is_alone_does_not_help_where_there_are_others(office):
    sara, _adam, olu = office
    _slip, code = slips.recover(acting=sara, person=olu.user)
    assert "there are others in this agency" in said(use(code, alone="on"))
    _slip, code = slips.invite(acting=sara, display_name="Nia", username="nia", roles=["officer"])
    assert "there are others in this agency" in said(use(code, alone="on"))


def test_guessing_the_second_persons_password_locks_their_name_out(office, settings):
    sara, _adam, _olu = office
    _slip, code = slips.invite(acting=sara, display_name="Nia", username="nia", roles=["officer"])
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = use(code, witness="Adam", witness_password="a guess of mine")
    assert last.status_code == 429
    assert use(code, witness="Adam").status_code == 429
    kept = " ".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert "a guess of mine" not in kept and NEW not in kept and code not in kept


def test_a_weak_password_is_refused_and_the_slip_still_works(office):
    sara, _adam, _olu = office
    _slip, code = slips.invite(acting=sara, display_name="Nia", username="nia", roles=["officer"])
    assert "too short" in said(use(code, password="short", witness="Adam"))
    assert use(code, witness="Adam").status_code == 302


def test_a_recovery_slip_gives_a_new_password_and_removes_every_second_factor_and_token(office):
    sara, _adam, olu = office
    TOTP.activate(olu.user, generate_totp_secret())
    _token, secret = tokens.make_token(acting=olu, name="x", scopes=["findings:read"], life=timedelta(days=1))
    there = signed_in(olu)
    page = signed_in(sara).post(reverse("agencies:recover", args=[olu.user_id]))
    code = re.search(r'class="slip-code"[^>]*>([A-Z-]+)<', page.content.decode()).group(1)
    assert use(code, witness="Adam").status_code == 302
    assert not Authenticator.objects.filter(user=olu.user).exists()
    assert tokens.acting_by(secret) is None
    assert there.get(reverse("home")).status_code == 302  # whoever was signed in as them is out
    assert Client().post(reverse("account_login"), {"login": "olu", "password": PASSWORD}).status_code == 200
    assert Client().post(reverse("account_login"), {"login": "olu", "password": NEW}).status_code == 302
    assert Event.objects.get(name="agencies.account_recovered").facts["factors_removed"] == ["totp"]


def test_nobody_prints_a_recovery_slip_for_themselves_or_for_somebody_of_two_agencies(office):
    sara, adam, olu = office
    with pytest.raises(Refused, match="a colleague"):
        slips.recover(acting=sara, person=sara.user)
    person("Olu", agency("Second"))
    with pytest.raises(Refused, match="another agency"):
        slips.recover(acting=sara, person=olu.user)
    with pytest.raises(Refused, match="does not work"):
        slips.recover(acting=adam, person=person("Foe", agency("Foreign")).user)
    assert slips.recover_at_the_machine(username="OLU")[0].made_by is None
    with pytest.raises(Refused, match="a colleague"):
        slips.recover_at_the_machine(username="Sara")


def test_a_sole_officer_may_do_it_alone_and_it_stands_on_the_review_list():
    own = agency("Own")
    one = person("One", own, Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR)
    _slip, code = slips.recover(acting=one, person=one.user)
    assert use(code, alone="on").status_code == 302
    one.user.refresh_from_db()
    _slip, code = slips.invite(acting=one, display_name="Two", username="two", roles=["supervisor"])
    assert use(code, witness="One", witness_password=NEW).status_code == 302
    assert SoleAct.objects.count() == 2
    page = said(signed_in(one).get(reverse("agencies:done_alone")))
    assert "It waits for somebody else" in page
    two = acting_for(User.objects.get(username="two"), own)
    client = signed_in(two)
    recovered, invited = SoleAct.objects.order_by("pk")
    page = said(client.get(reverse("agencies:done_alone")))
    assert "recovered their account by a slip" in page
    client.post(reverse("agencies:looked_at", args=[recovered.pk]))
    client.post(reverse("agencies:looked_at", args=[invited.pk]))  # it brought them in: not theirs to look at
    recovered.refresh_from_db()
    invited.refresh_from_db()
    assert (recovered.reviewed_by, invited.reviewed_by) == (two.user, None)


def test_slips_are_for_supervisors_and_administrators_and_for_names_that_are_free(office):
    sara, _adam, olu = office
    with pytest.raises(NotAllowed):
        slips.invite(acting=olu, display_name="Nia", username="nia", roles=["officer"])
    with pytest.raises(Refused, match="taken"):
        slips.invite(acting=sara, display_name="Olu 2", username="OLU", roles=["officer"])
    slips.invite(acting=sara, display_name="Nia", username="nia", roles=["officer"])
    with pytest.raises(Refused, match="open already"):
        slips.invite(acting=sara, display_name="Nia", username="Nia", roles=["officer"])


# Running an agency -------------------------------------------------------------------------------------------


def test_a_role_is_given_and_ended_and_both_stand_in_the_persons_history(office):
    sara, _adam, olu = office
    client = signed_in(sara)
    client.post(reverse("agencies:grant_role", args=[olu.user_id]), {"role": "prosecutor"})
    assert "prosecutor" in acting_for(olu.user, olu.agency).roles
    held = Membership.objects.get(user=olu.user, role="prosecutor")
    client.post(reverse("agencies:end_role", args=[held.pk]))
    assert acting_for(olu.user, olu.agency).roles == {"officer"}
    told = [line.text for line in history("person", str(olu.user_id), chains=[olu.chain])]
    assert told == ["ended the role of prosecutor of Olu", "gave Olu the role of prosecutor"]
    assert "gave Olu the role of prosecutor" in said(
        client.get(reverse("agencies:person", args=[olu.user_id]))
    )


def test_the_last_administrator_stays_and_nobody_gives_themselves_a_role(office):
    sara, adam, _olu = office
    only = Membership.objects.get(user=adam.user)
    response = signed_in(sara).post(reverse("agencies:end_role", args=[only.pk]))
    assert (response.status_code, "last administrator" in said(response)) == (409, True)
    response = signed_in(adam).post(reverse("agencies:grant_role", args=[adam.user_id]), {"role": "officer"})
    assert (response.status_code, "nobody gives a role to themselves" in said(response)) == (409, True)
    assert acting_for(adam.user, adam.agency).roles == {"administrator"}


def test_another_agencys_people_slips_and_roles_do_not_exist(office):
    _sara, _adam, olu = office
    boss = person("Boss", agency("Foreign"), Role.SUPERVISOR, Role.ADMINISTRATOR)
    slip, _code = slips.invite(acting=office[0], display_name="Nia", username="nia", roles=["officer"])
    held = Membership.objects.get(user=olu.user)
    client = signed_in(boss)
    assert client.get(reverse("agencies:person", args=[olu.user_id])).status_code == 404
    assert client.get(reverse("agencies:hand_over", args=[olu.user_id])).status_code == 404
    for name, pk in (("recover", olu.user_id), ("lift", olu.user_id), ("grant_role", olu.user_id),
                     ("end_role", held.pk), ("withdraw_slip", slip.pk)):  # fmt: skip
        assert client.post(reverse(f"agencies:{name}", args=[pk]), {"role": "analyst"}).status_code == 404, (
            name
        )
    assert "Olu" not in said(client.get(reverse("agencies:people")))


def test_an_officer_runs_nothing(office):
    olu = office[2]
    client = signed_in(olu)
    for name in ("people", "invite", "settings", "done_alone"):
        assert client.get(reverse(f"agencies:{name}")).status_code == 403, name
    assert client.get(reverse("agencies:person", args=[office[0].user_id])).status_code == 403


def test_a_long_list_of_people_comes_in_pages_of_constant_queries(office, django_assert_max_num_queries):
    sara = office[0]
    for i in range(60):
        person(f"Person {i:02}", sara.agency)
    first = people_of(sara)
    second = people_of(sara, after=first.after)
    shown = [row.user.display_name for row in first.rows + second.rows]
    assert (len(first.rows), len(second.rows), second.after) == (50, 13, "")
    assert shown == sorted(shown) and len(set(shown)) == 63
    client = signed_in(sara)
    client.get(reverse("agencies:people"))
    with django_assert_max_num_queries(16):
        client.get(reverse("agencies:people"))


def test_a_lock_out_is_lifted_by_who_runs_the_agency_and_recorded(office, settings):
    sara, _adam, olu = office
    for _ in range(settings.AXES_FAILURE_LIMIT):
        Client().post(reverse("account_login"), {"login": "olu", "password": "wrong one"})
    client = signed_in(sara)
    assert "locked out" in said(client.get(reverse("agencies:people")))
    client.post(reverse("agencies:lift", args=[olu.user_id]))
    assert Client().post(reverse("account_login"), {"login": "olu", "password": PASSWORD}).status_code == 302
    assert names(sara.chain) == ["accounts.locked_out", "accounts.lock_out_lifted"]


def test_a_colleague_stands_in_between_two_days_by_the_agencys_clock_and_it_ends_early(office):
    sara, _adam, olu = office
    sara.agency.time_zone = "Africa/Nairobi"
    sara.agency.save()
    today = timezone.now().date()
    client = signed_in(acting_for(sara.user, sara.agency))
    sent = {"lender": sara.user_id, "holder": olu.user_id, "role": "supervisor", "first": today,
            "last": today + timedelta(days=3), "reason": "leave"}  # fmt: skip
    assert client.post(reverse("agencies:stand_ins"), sent).url == reverse("agencies:stand_ins")
    row = Delegation.objects.get()
    assert row.starts_at == datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(hours=3)
    assert acting_for(olu.user, olu.agency).lent == (("supervisor", "Sara"),)
    assert "Olu for Sara as supervisor" in said(signed_in(olu).get(reverse("agencies:stand_ins")))
    signed_in(olu).post(reverse("agencies:end_stand_in", args=[row.pk]))
    assert acting_for(olu.user, olu.agency).roles == {"officer"}
    assert names(sara.chain) == ["agencies.role_lent", "agencies.lending_ended"]


@pytest.mark.parametrize(
    ("lender", "holder", "role", "why"),
    [
        ("Olu", "Olu", "officer", "nobody stands in for themselves"),
        ("Olu", "Sara", "officer", "nobody takes a colleague"),
        ("Olu", "Adam", "prosecutor", "only a role of one"),
    ],
)
def test_a_stand_in_that_cannot_be_is_refused(office, lender, holder, role, why):
    by = {a.user.display_name: a for a in office}
    today = timezone.now().date()
    sent = {"lender": by[lender].user_id, "holder": by[holder].user_id, "role": role, "first": today, "last": today,
            "reason": "leave"}  # fmt: skip
    response = signed_in(by["Sara"]).post(reverse("agencies:stand_ins"), sent)
    assert (response.status_code, why in said(response)) == (422, True)


def test_an_officer_arranges_a_stand_in_for_themselves_alone(office):
    sara, adam, olu = office
    today = timezone.now().date()
    sent = {"lender": sara.user_id, "holder": adam.user_id, "role": "supervisor", "first": today, "last": today,
            "reason": "leave"}  # fmt: skip
    assert signed_in(olu).post(reverse("agencies:stand_ins"), sent).status_code == 422
    sent |= {"lender": olu.user_id, "role": "officer"}
    assert signed_in(olu).post(reverse("agencies:stand_ins"), sent).status_code == 302


@pytest.fixture
def baskets():
    """A duty of an app further down: apples in a basket."""
    held: dict[int, int] = {}

    def move(acting, giver, heir):
        number = held.pop(giver.pk, 0)
        held[heir.pk] = held.get(heir.pk, 0) + number
        return number

    before = dict(DUTIES)
    DUTIES.clear()
    register(Duty("tests.apples", "apples", lambda _agency, user: held.get(user.pk, 0), move))
    yield held
    DUTIES.clear()
    DUTIES.update(before)


def test_every_open_duty_is_handed_over_at_once_and_recorded(office, baskets):
    sara, adam, olu = office
    baskets[olu.user_id] = 7
    client = signed_in(sara)
    assert "apples 7" in said(client.get(reverse("agencies:hand_over", args=[olu.user_id])))
    to_adam = client.post(
        reverse("agencies:hand_over", args=[olu.user_id]), {"heir": adam.user_id, "reason": "left"}
    )
    assert "an administrator sees no records" in said(to_adam)
    client.post(reverse("agencies:hand_over", args=[olu.user_id]), {"heir": sara.user_id, "reason": "left"})
    assert baskets == {sara.user_id: 7}
    told = Event.objects.get(name="agencies.duties_handed_over")
    assert (told.facts["moved"], told.reason) == ({"tests.apples": 7}, "left")


def test_settings_are_changed_with_before_and_after_in_the_audit(office):
    sara = office[0]
    client = signed_in(sara)
    sent = {"name": "Own", "language": "fr", "time_zone": "Africa/Cairo", "working_days": [6, 0, 1, 2, 3],
            "opens_at": "08:00", "closes_at": "15:30", "quota_year_starts": 7, "fiscal_year_starts": 1,
            "tariff": "HS 2022", "climate_unit": "t CO2e", "idle_minutes": 10}  # fmt: skip
    assert client.post(reverse("agencies:settings"), sent).status_code == 302
    own = Agency.objects.get(name="Own")
    assert (own.weekend, own.language, own.quota_year_starts, own.idle_minutes) == ([4, 5], "fr", 7, 10)
    told = Event.objects.get(name="agencies.changed")
    assert (told.facts["before"]["weekend"], told.facts["after"]["weekend"]) == ([5, 6], [4, 5])
    assert "name" not in told.facts["after"]
    assert client.post(reverse("agencies:settings"), sent | {"working_days": []}).status_code == 422
    agency("Taken")
    assert client.post(reverse("agencies:settings"), sent | {"name": "Taken"}).status_code == 422


def test_holidays_are_pasted_as_a_list_and_a_line_that_cannot_be_read_is_named(office):
    sara = office[0]
    client = signed_in(sara)
    days = "2027-01-01 New Year\n\n2027-05-01\tLabour Day\n2027-12-25;Christmas"
    client.post(reverse("agencies:holidays"), {"year": 2027, "days": days})
    assert [str(d) for d in Holiday.objects.values_list("on", flat=True)] == [
        "2027-01-01",
        "2027-05-01",
        "2027-12-25",
    ]
    assert "2027-05-01 Labour Day" in said(client.get(reverse("agencies:settings") + "?year=2027"))
    wrong = client.post(
        reverse("agencies:holidays"), {"year": 2027, "days": "2027-01-01 A\n1 May\n2026-12-25 B"}
    )
    assert wrong.status_code == 422
    assert "Line 2 (“1 May”)" in said(wrong) and "Line 3" in said(wrong)
    assert Holiday.objects.count() == 3
    client.post(reverse("agencies:holidays"), {"year": 2027, "days": "2027-01-01 New Year"})
    assert Holiday.objects.count() == 1


# Programs ----------------------------------------------------------------------------------------------------


def asked(method, secret, room="findings"):
    request = RequestFactory().generic(method, "/", HTTP_AUTHORIZATION=f"Bearer {secret}")
    return tokens.Bearer(room)(request), request


def test_a_token_is_shown_once_and_acts_with_the_roles_of_the_moment(office):
    _sara, _adam, olu = office
    client = signed_in(olu)
    page = client.post(
        reverse("agencies:programs"), {"name": "loads", "scopes": ["findings:read"], "days": 90}
    )
    secret = re.search(r">(tw_[\w-]+)<", page.content.decode()).group(1)
    assert secret not in client.get(reverse("agencies:programs")).content.decode()
    assert secret not in str(list(Token.objects.values()))
    acting, request = asked("GET", secret)
    assert acting == olu == request.acting
    assert Token.objects.get().last_used_at is not None
    Membership.objects.filter(user=olu.user).update(ends_at=timezone.now())
    assert asked("GET", secret)[0] is None


def test_a_token_goes_no_further_than_its_scopes(office):
    olu = office[2]
    _token, secret = tokens.make_token(acting=olu, name="x", scopes=["findings:read"], life=timedelta(days=1))
    for method, room in (("POST", "findings"), ("GET", "traders")):
        with pytest.raises(HttpError) as refused:
            asked(method, secret, room)
        assert refused.value.status_code == 403


def test_a_token_ends_when_revoked_expired_or_its_owner_is_gone(office):
    olu = office[2]
    token, secret = tokens.make_token(
        acting=olu, name="x", scopes=["findings:read"], life=timedelta(days=365)
    )
    assert asked("GET", secret)[0] is not None
    assert asked("GET", secret + "x")[0] is None
    User.objects.filter(pk=olu.user_id).update(is_active=False)
    assert asked("GET", secret)[0] is None
    User.objects.filter(pk=olu.user_id).update(is_active=True)
    Token.objects.update(expires_at=timezone.now())
    assert asked("GET", secret)[0] is None
    Token.objects.update(expires_at=timezone.now() + timedelta(days=1))
    other = signed_in(person("Otto", olu.agency))
    assert other.post(reverse("agencies:revoke_program", args=[token.pk])).status_code == 404
    signed_in(olu).post(reverse("agencies:revoke_program", args=[token.pk]))
    assert asked("GET", secret)[0] is None
    assert names(olu.chain) == ["agencies.token_made", "agencies.token_revoked"]


def test_a_token_lasts_a_year_at_most_and_needs_known_scopes(office):
    olu = office[2]
    with pytest.raises(Refused, match="a year at most"):
        tokens.make_token(acting=olu, name="x", scopes=["findings:read"], life=timedelta(days=366))
    with pytest.raises(Refused, match="may do"):
        tokens.make_token(acting=olu, name="x", scopes=["everything:write"], life=timedelta(days=1))


def test_times_are_shown_by_the_agencys_own_clock(office):
    sara = office[0]
    sara.agency.time_zone = "Asia/Kathmandu"
    sara.agency.save()
    slip, _code = slips.invite(acting=sara, display_name="Nia", username="nia", roles=["officer"])
    there = (slip.expires_at + timedelta(hours=5, minutes=45)).strftime("%H:%M")
    assert f"works until {there}" in said(signed_in(sara).get(reverse("agencies:people")))
