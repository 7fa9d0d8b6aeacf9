"""The one table of addresses x roles x relations -> status, walked; and nothing may be missing from it."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from records import RECORDS
from table import COLUMNS, ELSEWHERE, TABLE

from offices import PASSWORD, agency, person, signed_in
from tradewind_web.accounts.models import User

pytestmark = pytest.mark.django_db


def addresses(patterns=None, space: str = "") -> list[str]:
    """The names of all addresses, with their namespace."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            found.append(f"{space}{pattern.name}" if pattern.name else f"{space}({pattern.pattern})")
    return found


def test_every_address_stands_in_the_table():
    known = {row.name for row in TABLE}
    missing = {n for n in addresses() if n not in known and not n.startswith(tuple(ELSEWHERE))}
    assert not missing, f"say in tests/permissions/table.py who gets what at {sorted(missing)}"


def test_the_table_names_no_address_that_is_gone():
    assert {row.name for row in TABLE} <= set(addresses())


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_each_person_gets_what_the_table_says(row):
    own, reached, other = agency("Own"), agency("Reached", "TZA"), agency("Other", "UGA")
    maker = person("Maker", own, "officer", "supervisor", "administrator")
    kwargs = RECORDS[row.record](maker, reached) if row.record else {}
    url = reverse(row.name, kwargs=kwargs)
    found = {who: _status(row, url, _client(who, own, reached, other)) for who in COLUMNS}
    assert found == row.status


def _status(row, url: str, client: Client) -> int:
    """What the person gets; what they did is undone, so that the next one finds the record as it was."""
    with transaction.atomic():
        if row.method == "GET":
            response = client.get(url, row.data)
        else:
            said = {"content_type": "application/json"} if row.name.startswith("api:") else {}
            response = client.post(url, row.data, **said)
        for close in response._resource_closers:  # `response.close()` would end the test's connection too
            close()
        transaction.set_rollback(True)
    return response.status_code


def _client(who, own, reached, other) -> Client:
    if who == "nobody":
        return Client()
    if who == "roleless":
        client = Client()
        user = User.objects.create_user("roleless", PASSWORD, display_name="Roleless")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client
    of = {"reached": reached, "other": other}.get(who, own)
    roles = ("officer", "supervisor") if who in ("reached", "other") else (who,)
    return signed_in(person(f"the {who}", of, *roles))
