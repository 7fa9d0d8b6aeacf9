"""The one table of addresses x roles x relations -> status, walked; and nothing may be missing from it."""

from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from offices import PASSWORD, agency, person, signed_in
from records import RECORDS
from table import COLUMNS, ELSEWHERE, TABLE

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


@pytest.mark.parametrize(("row", "who"), list(product(TABLE, COLUMNS)), ids=str)
def test_each_person_gets_what_the_table_says(row, who):
    own, reached, other = agency("Own"), agency("Reached", "TZA"), agency("Other", "UGA")
    maker = person("Maker", own, "officer", "supervisor")
    kwargs = RECORDS[row.record](maker, reached) if row.record else {}
    client = _client(who, own, reached, other)
    url = reverse(row.name, kwargs=kwargs)
    response = client.get(url) if row.method == "GET" else client.generic_post(url, row.data)
    assert response.status_code == row.status[who]


def _client(who, own, reached, other) -> Client:
    if who == "nobody":
        client = Client()
    elif who == "roleless":
        client = Client()
        user = User.objects.create_user("roleless", PASSWORD, display_name="Roleless")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    else:
        of = {"reached": reached, "other": other}.get(who, own)
        client = signed_in(person(f"the {who}", of, "officer" if who in ("reached", "other") else who))
    client.generic_post = client.post
    return client
