"""Pages for a poor link: under 150 kB with all they need on the first load, under 30 kB after, as they are sent."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from full_office import fill, lead, pages
from offices import signed_in

pytestmark = pytest.mark.django_db
FIRST, LATER = 150_000, 30_000
LANGUAGES = ("en", "fr", "ar")
ASSET = re.compile(r'(?:src|href)="/static/([^"]+)"')


def sent(client: Client, address: str, language: str) -> tuple[int, str]:
    """How many bytes go over the line, and the page."""
    response = client.get(address, headers={"Accept-Encoding": "gzip", "Accept-Language": language})
    assert response.status_code == 200, address
    squeezed = response.headers.get("Content-Encoding") == "gzip"
    return len(response.content), (
        gzip.decompress(response.content) if squeezed else response.content
    ).decode()


def weight(assets: set[str]) -> int:
    """Of files as whitenoise keeps them: squeezed where that helps."""
    total = 0
    for name in assets:
        content = Path(finders.find(name)).read_bytes()
        total += min(len(content), len(gzip.compress(content, 9)))
    return total


def test_the_first_page_with_all_it_needs_is_light():
    fill(lead(), 1)
    size, page = sent(Client(), reverse("account_login"), "en")
    assets = set(ASSET.findall(page))
    assert {"tradewind.css", "tradewind.js", "vendor/htmx.min.js"} <= assets
    assert size + weight(assets) < FIRST


def test_every_later_page_is_light_in_every_script():
    amina = lead()
    client = signed_in(amina)
    fill(amina, 50)
    known = set(ASSET.findall(sent(Client(), reverse("account_login"), "en")[1]))
    heavy = {}
    for address in pages(amina):
        for language in LANGUAGES:
            size, page = sent(client, address, language)
            size += weight(set(ASSET.findall(page)) - known)
            if size >= LATER:
                heavy[address, language] = size
    assert not heavy
