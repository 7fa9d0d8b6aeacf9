"""Agencies and people for the platform's tests: made by name, signed in by name."""

from django.contrib.auth.signals import user_logged_in
from django.test import Client

from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting, acting_for
from tradewind_web.agencies.models import Agency, Membership
from tradewind_web.agencies.roles import Kind, Role
from tradewind_web.agencies.signing import tell_signed_in

PASSWORD = "correct horse battery"


def agency(name: str, party: str = "KEN", kind: str = Kind.NOU) -> Agency:
    """The agency of this name, made on first use."""
    return Agency.objects.get_or_create(name=name, defaults={"party": party, "kind": kind})[0]


def person(name: str, of: Agency, *roles: str) -> Acting:
    """Somebody acting for the agency in these roles (officer without any)."""
    user = User.objects.filter(username=name.casefold()).first()
    if user is None:
        user = User.objects.create_user(name, PASSWORD, display_name=name)
    for role in roles or (Role.OFFICER,):
        Membership.objects.get_or_create(user=user, agency=of, role=role, ends_at=None)
    acting = acting_for(user, of)
    assert acting is not None
    return acting


def signed_in(acting: Acting) -> Client:
    """A browser in which this person has been signed in for a while: it is not told in the audit."""
    client = Client()
    user_logged_in.disconnect(tell_signed_in)
    try:
        client.force_login(acting.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    finally:
        user_logged_in.connect(tell_signed_in)
    return client
