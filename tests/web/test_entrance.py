"""The door: who comes in, who is kept out and told why, and what happens to a desk left alone."""

import dataclasses
import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from axes.models import AccessAttempt
from django.core.checks import run_checks
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from offices import PASSWORD, agency, person, signed_in
from tradewind_web.accounts.events import PasswordChanged
from tradewind_web.agencies.middleware import SEEN
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event
from tradewind_web.audit.recording import Platform, record

pytestmark = pytest.mark.django_db

NEW = "grey harbour ladder tin"


@pytest.fixture
def demonstration(settings):
    settings.OFFICE = dataclasses.replace(settings.OFFICE, demonstration=True)


def come_in(name="Amina", password=PASSWORD, client=None):
    client = client or Client()
    return client, client.post(reverse("account_login"), {"login": name, "password": password})


def said(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# Signing in --------------------------------------------------------------------------------------------------


def test_the_sign_in_name_is_one_in_whatever_case_it_is_typed():
    person("Amina", agency("Own"))
    client, response = come_in(" AMINA ")
    assert response.status_code == 302
    assert client.get(reverse("home")).status_code == 200


def test_a_wrong_password_is_told_without_telling_whether_the_name_exists():
    person("Amina", agency("Own"))
    known, unknown = come_in(password="wrong one")[1], come_in("nobody", "wrong one")[1]
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_a_demonstration_lists_its_accounts_by_agency_and_one_click_signs_in(demonstration):
    amina = person("Amina", agency("Own"), Role.OFFICER, Role.SUPERVISOR)
    person("Bram", agency("Other", party="NLD"), Role.ANALYST)
    client = Client()
    page = said(client.get(reverse("account_login")))
    assert page.index("Other") < page.index("Bram")
    assert all(word in page for word in ("Amina", "officer", "supervisor", "analyst"))
    assert client.post(reverse("agencies:enter_as", args=[amina.user_id])).url == reverse("home")
    assert "Amina" in said(client.get(reverse("home")))


def test_the_list_of_accounts_is_one_query_however_many_there_are(
    demonstration, django_assert_max_num_queries
):
    for i in range(30):
        person(f"Person {i}", agency(f"Agency {i % 5}"))
    with django_assert_max_num_queries(4):
        Client().get(reverse("account_login"))


def test_a_real_office_lists_nobody_and_nobody_enters_without_a_password():
    amina = person("Amina", agency("Own"))
    client = Client()
    assert "Amina" not in said(client.get(reverse("account_login")))
    assert client.post(reverse("agencies:enter_as", args=[amina.user_id])).status_code == 404
    assert client.get(reverse("home")).status_code == 302


def test_somebody_without_an_agency_is_no_demonstration_account(demonstration):
    from tradewind_web.accounts.models import User

    stray = User.objects.create_user("stray", PASSWORD, display_name="Stray")
    assert Client().post(reverse("agencies:enter_as", args=[stray.pk])).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reset_password", "account_set_password", "mfa_trust",
     "mfa_signup_webauthn", "account_request_login_code", "account_reauthenticate_by_code"],
)  # fmt: skip
def test_pages_of_the_library_that_we_do_not_use_have_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_no_page_of_the_door_has_script_or_style_of_its_own():
    amina = person("Amina", agency("Own"))
    inside, outside = prove(signed_in(amina)), Client()
    inside.post(reverse("mfa_activate_totp"), {"code": totp_of(inside)})
    pages = [(outside, "account_login")] + [
        (inside, name)
        for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_add_webauthn", "mfa_list_webauthn",
                     "usersessions_list", "account_change_password", "agencies:unlock")
    ]  # fmt: skip
    for client, name in pages:
        response = client.get(reverse(name), HTTP_HOST="localhost")
        html = response.content.decode()
        assert response.status_code == 200, name
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html), name
        for attributes in re.findall(r"<script\b([^>]*)>", html):
            assert "src=" in attributes or "application/json" in attributes, (name, attributes)


# One's own password ------------------------------------------------------------------------------------------


def test_a_password_somebody_else_has_seen_is_changed_before_anything_else():
    amina = person("Amina", agency("Own"))
    amina.user.must_change_password = True
    amina.user.save()
    client, _ = come_in()
    for name in ("home", "sharing:groups", "mfa_index"):
        assert client.get(reverse(name)).url == reverse("account_change_password")
    done = client.post(
        reverse("account_change_password"), {"current": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert done.url == reverse("home")
    assert client.get(reverse("home")).status_code == 200
    assert Event.objects.filter(name=PasswordChanged.name, actor=amina.user, chain=amina.chain).count() == 1


@pytest.mark.parametrize(
    ("current", "first", "second", "why"),
    [
        ("wrong one", NEW, NEW, "This is not your password."),
        (PASSWORD, NEW, NEW + "s", "The two are not the same"),
        (PASSWORD, "short", "short", "too short"),
        (PASSWORD, PASSWORD, PASSWORD, "the password you have now"),
    ],
)
def test_a_password_that_cannot_be_is_refused_with_the_reason(current, first, second, why):
    client = signed_in(person("Amina", agency("Own")))
    response = client.post(
        reverse("account_change_password"), {"current": current, "password1": first, "password2": second}
    )
    assert why in said(response)
    assert not Event.objects.exists()


def test_changing_the_password_ends_every_other_session():
    person("Amina", agency("Own"))
    here, _ = come_in()
    there, _ = come_in()
    here.post(reverse("account_change_password"), {"current": PASSWORD, "password1": NEW, "password2": NEW})
    assert here.get(reverse("home")).status_code == 200
    assert there.get(reverse("home")).status_code == 302


def test_all_other_sessions_can_be_ended_and_this_one_goes_on():
    person("Amina", agency("Own"))
    here, _ = come_in()
    there, _ = come_in()
    here.get(reverse("home"))
    there.get(reverse("home"))
    assert "End all others" in said(here.get(reverse("usersessions_list")))
    here.post(reverse("usersessions_list"))
    assert there.get(reverse("home")).status_code == 302
    assert "signed in nowhere else" in said(here.get(reverse("usersessions_list")))


# A second proof ----------------------------------------------------------------------------------------------


def prove(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def totp_of(client, steps=0):
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    return code_of(secret, steps)


def code_of(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_an_app_is_added_after_the_password_and_brings_printed_codes_and_both_are_recorded():
    amina = person("Amina", agency("Own"))
    client = signed_in(amina)
    assert reverse("account_reauthenticate") in client.get(reverse("mfa_activate_totp")).url
    prove(client)
    assert client.post(reverse("mfa_activate_totp"), {"code": totp_of(client)}).url == reverse(
        "mfa_view_recovery_codes"
    )
    assert list(Event.objects.filter(chain=amina.chain).values_list("name", flat=True)) == [
        "accounts.factor_added", "accounts.factor_added"
    ]  # fmt: skip


@pytest.mark.parametrize(("steps", "way"), [(6, "ahead of"), (-8, "behind")])
def test_a_code_of_another_minute_is_told_as_a_clock_that_is_off(steps, way):
    amina = person("Amina", agency("Own"))
    client = prove(signed_in(amina))
    page = said(client.post(reverse("mfa_activate_totp"), {"code": totp_of(client, steps)}))
    assert f"{abs(steps) // 2} minutes {way}" in page
    secret = generate_totp_secret()
    TOTP.activate(amina.user, secret)
    door, _ = come_in()
    page = said(door.post(reverse("mfa_authenticate"), {"code": code_of(secret, steps)}))
    assert f"{abs(steps) // 2} minutes {way}" in page
    assert "server" in page
    assert door.get(reverse("home")).status_code == 302  # told, not let in


def test_a_code_opens_once_and_a_wrong_one_never():
    amina = person("Amina", agency("Own"))
    secret = generate_totp_secret()
    TOTP.activate(amina.user, secret)
    door, _ = come_in()
    assert "This code is wrong" in said(door.post(reverse("mfa_authenticate"), {"code": "12"}))
    code = code_of(secret)
    assert door.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("home")
    again, _ = come_in()
    assert "used already" in said(again.post(reverse("mfa_authenticate"), {"code": code}))


def test_a_code_opens_once_for_all_processes():
    from django.core.cache import cache

    amina = person("Amina", agency("Own"))
    secret = generate_totp_secret()
    TOTP.activate(amina.user, secret)
    code = code_of(secret)
    assert come_in()[0].post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    cache.clear()  # another process has a memory of its own
    assert "used already" in said(come_in()[0].post(reverse("mfa_authenticate"), {"code": code}))


def test_secrets_of_apps_and_printed_codes_are_not_readable_in_the_database(settings):
    client = prove(signed_in(person("Amina", agency("Own"))))
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    app = Authenticator.objects.get(type="totp")
    assert secret not in str(list(Authenticator.objects.values()))
    assert app.wrap().validate_code(code_of(secret, 1))
    settings.SECRET_KEY = "another machine's"
    assert not app.wrap().validate_code(code_of(secret))


def test_wrong_codes_lock_out_as_wrong_passwords_do(settings):
    amina = person("Amina", agency("Own"))
    TOTP.activate(amina.user, generate_totp_secret())
    door, _ = come_in()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = door.post(reverse("mfa_authenticate"), {"code": "none"})
    assert last.status_code == 429
    assert come_in()[1].status_code == 429


def test_a_passkey_is_offered_only_where_a_browser_would_take_it():
    agency("Own")
    for host, offered in (("localhost", True), ("127.0.0.1", False), ("testserver", False)):
        assert ("passkey_login" in Client(HTTP_HOST=host).get("/sign-in/").content.decode()) is offered


# Locked out --------------------------------------------------------------------------------------------------


def test_too_many_wrong_passwords_lock_the_name_out_and_say_for_how_long(settings):
    person("Amina", agency("Own"))
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = come_in(password="wrong one")[1]
    assert last.status_code == 429
    assert "30 minutes" in said(last)
    right = come_in()[1]
    assert right.status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=20))
    assert "10 minutes" in said(come_in()[1])
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert come_in()[1].status_code == 302


def test_trying_while_locked_out_does_not_make_it_longer(settings):
    person("Amina", agency("Own"))
    for _ in range(settings.AXES_FAILURE_LIMIT):
        come_in(password="wrong one")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=20))
    come_in(password="wrong one")
    assert "10 minutes" in said(come_in()[1])


def test_a_failed_attempt_keeps_nothing_that_was_typed_beside_the_name():
    client = signed_in(person("Amina", agency("Own")))
    client.post(
        reverse("account_change_password"),
        {"current": "a secret of mine", "password1": NEW, "password2": NEW},
    )
    come_in(password="a secret of mine")
    kept = " ".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert kept
    assert "a secret of mine" not in kept and NEW not in kept


# A desk left alone -------------------------------------------------------------------------------------------


def left_alone(client, minutes):
    session = client.session
    session[SEEN] = time.time() - minutes * 60
    session.save()


def test_a_session_left_alone_asks_the_password_and_comes_back_to_the_page():
    client = signed_in(person("Amina", agency("Own")))
    client.get(reverse("home"))
    left_alone(client, 16)
    where = reverse("sharing:groups") + "?a=1"
    asked = client.get(where)
    assert asked.url == reverse("agencies:unlock", query={"next": where})
    assert "Amina" in said(client.get(asked.url))
    assert "not your password" in said(client.post(reverse("agencies:unlock"), {"password": "no"}))
    assert client.get(where).status_code == 302  # still covered
    back = client.post(reverse("agencies:unlock"), {"password": PASSWORD, "next": where})
    assert back.url == where
    assert client.get(where).status_code == 200


def test_the_idle_time_is_the_agencys_own():
    amina = person("Amina", agency("Own"))
    amina.agency.idle_minutes = 40
    amina.agency.save()
    client = signed_in(amina)
    left_alone(client, 30)
    assert client.get(reverse("home")).status_code == 200


def test_what_was_sent_from_a_covered_page_is_not_done_and_its_draft_is_kept():
    client = signed_in(person("Amina", agency("Own")))
    left_alone(client, 16)
    asked = client.post(reverse("act_for"), {}, HTTP_REFERER="http://testserver/groups/")
    assert asked.url == reverse("agencies:unlock", query={"next": "http://testserver/groups/"})
    page = client.get(asked.url)
    assert b"data-keep-drafts" in page.content
    assert page.context["next"] == "/groups/"


def test_a_part_of_a_page_is_led_to_the_password_as_a_whole():
    client = signed_in(person("Amina", agency("Own")))
    left_alone(client, 16)
    response = client.get(reverse("home"), HTTP_HX_REQUEST="true")
    assert response.headers["HX-Redirect"].startswith(reverse("agencies:unlock"))


def test_the_page_can_be_covered_at_once_and_never_leads_to_another_site():
    client = signed_in(person("Amina", agency("Own")))
    client.post(reverse("agencies:lock"))
    assert client.get(reverse("home")).status_code == 302
    back = client.post(reverse("agencies:unlock"), {"password": PASSWORD, "next": "https://evil.example/"})
    assert back.url == reverse("home")


def test_changing_the_person_keeps_nothing():
    client = signed_in(person("Amina", agency("Own")))
    client.get(reverse("home"))
    response = client.post(reverse("agencies:change_person"))
    assert response.url == reverse("account_login")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert client.get(reverse("home")).status_code == 302
    assert dict(client.session) == {}


def test_reading_pages_writes_the_last_use_once_a_minute(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(person("Amina", agency("Own")))
    client.get(reverse("home"))
    with CaptureQueriesContext(
        connection,
    ) as second:
        client.get(reverse("home"))
    assert not [q for q in second if not q["sql"].startswith("SELECT")]


# Clocks ------------------------------------------------------------------------------------------------------


def test_a_machine_whose_clock_stands_before_its_past_says_so():
    agency("Own")
    assert "stands before" not in said(Client().get(reverse("account_login")))
    with transaction.atomic():
        record(
            Platform(), PasswordChanged(subject_kind="person", subject_id="1"),
            at=timezone.now() + timedelta(hours=5),
        )  # fmt: skip
        record(Platform(), PasswordChanged(subject_kind="person", subject_id="1"))
    assert "stands before the last recorded action" in said(Client().get(reverse("account_login")))
    assert "tradewind.W003" in {m.id for m in run_checks(databases=["default"])}


def test_every_address_of_the_library_is_ours():
    names = {
        n for n in get_resolver().reverse_dict if isinstance(n, str) and n.startswith(("account_", "mfa_"))
    }
    assert names == {
        "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
        "mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_index",
        "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn",
        "mfa_remove_webauthn",
    }  # fmt: skip
    assert Authenticator.objects.count() == 0
