"""In a real browser: nothing of the door is refused by its own policy, and a draft outlives a desk left alone."""

import shutil
import time

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import sync_playwright

from offices import PASSWORD, agency, person
from tradewind_web.agencies.middleware import SEEN
from tradewind_web.agencies.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def door(live_server, monkeypatch):
    """A page at the sign-in of a live platform; `complaints` is what the browser's console said."""
    # Playwright's event loop runs in this thread; the database is used from here only between its steps.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no browser on this machine")
    person("Amina", agency("Own"), Role.OFFICER, Role.SUPERVISOR)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=live_server.url.replace("127.0.0.1", "localhost"))
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.goto(reverse("account_login"))
        yield page
        browser.close()
        connections.close_all()  # those of the loop's context, which nobody else sees


def sign_in(page):
    page.fill("[name=login]", "Amina")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")


def test_a_draft_outlives_the_lock_of_a_desk_left_alone(door):
    from django.contrib.sessions.models import Session

    sign_in(door)
    door.goto(reverse("agencies:invite"))
    door.fill("[name=display_name]", "Nia Nyambura")
    door.fill("[name=username]", "nia")
    door.get_by_label("officer", exact=True).check()
    session = Session.objects.get()
    store = session.get_decoded() | {SEEN: time.time() - 3600}
    session.session_data = Session.get_session_store_class()().encode(store)
    session.save()
    door.get_by_role("button", name="Show the slip").click()
    assert "/unlock/" in door.url
    door.fill("[name=password]", PASSWORD)
    door.get_by_role("button", name="Go on").click()
    door.wait_for_url(f"**{reverse('agencies:invite')}")
    assert door.input_value("[name=display_name]") == "Nia Nyambura"
    assert door.get_by_label("officer", exact=True).is_checked()
    door.get_by_role("button", name="Show the slip").click()
    assert door.locator(".slip-code").inner_text().count("-") == 3
    door.goto(reverse("agencies:invite"))  # sent for good: the draft is gone
    assert door.input_value("[name=display_name]") == ""


def test_the_pages_of_second_proofs_run_under_the_policy_and_a_passkey_can_be_added(door):
    cdp = door.context.new_cdp_session(door)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    sign_in(door)
    door.goto(reverse("mfa_add_webauthn"))
    door.fill("[name=password]", PASSWORD)
    door.get_by_role("button", name="Go on").click()
    door.fill("[name=name]", "Key ring")
    door.locator("[name=passwordless]").check()
    door.get_by_role("button", name="Add it").click()
    door.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    assert door.locator(".codes li").count() == 10
    door.locator("details.me summary").click()
    door.get_by_role("button", name="Change person").click()
    door.get_by_role("button", name="Use a passkey").click()
    door.wait_for_url("**/")
    assert "Amina" in door.locator("details.me summary").inner_text()
    assert door.complaints == []
