"""A list of fifty asks the database no more often than a list of five."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from full_office import fill, lead, pages
from offices import signed_in

pytestmark = pytest.mark.django_db
#: What no page may need: the busiest asks some thirty times.
MOST = 45


def asked(client, addresses: list[str]) -> dict[str, int]:
    """Address -> how often it asked the database, once what is kept between pages is there."""
    counts = {}
    for address in addresses:
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[address] = len(queries)
    return counts


def test_no_list_asks_more_often_for_fifty_rows_than_for_five():
    amina = lead()
    client = signed_in(amina)
    fill(amina, 5)
    addresses = pages(amina)
    few = asked(client, addresses)
    fill(amina, 50)
    many = asked(client, addresses)
    grown = {a: (few[a], many[a]) for a in addresses if many[a] > few[a]}
    # from 25 rows on a list has a next page, which no query pays for
    assert not grown
    assert {a: n for a, n in many.items() if n > MOST} == {}
