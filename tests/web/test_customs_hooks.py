"""A customs system is told when a licence stops or starts to count: signed, once a change, and never into a network of
the office's own."""

import datetime as dt
import http.server
import ipaddress
import json
import re
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from licences_made import licence
from offices import agency, person, signed_in
from tradewind_web import outgoing
from tradewind_web.audit.verifying import verify
from tradewind_web.jobs import worker
from tradewind_web.jobs.models import Job
from tradewind_web.licensing.actions import standing
from tradewind_web.licensing.hook_sending import NotTold, send
from tradewind_web.licensing.models_customs import Hook, HookMessage
from tradewind_web.outgoing import is_public

HOOKS = "/licences/customs/systems/"
GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "customs-hooks.md"


def guided():
    """The function that the guide for customs IT gives, run as it stands there."""
    room: dict[str, object] = {}
    exec(re.search(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.S)[1], room)
    return room["is_from_the_office"]


class Customs:
    """A customs system with a certificate of its own, that keeps what it is told and answers what it is asked to."""

    def __init__(self, folder):
        self.got, self.answer, self.moved = [], 204, ""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = dt.datetime.now(dt.UTC)
        certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(key, hashes.SHA256())
        )  # fmt: skip
        self.file = folder / "customs.pem"
        self.file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        outer = self

        class Told(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                outer.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(outer.answer)
                if outer.moved:
                    self.send_header("Location", outer.moved)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Told)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"https://localhost:{self.server.server_port}/told?of=licences"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def system(tmp_path, monkeypatch):
    made = Customs(tmp_path)
    monkeypatch.setattr(outgoing, "trusting", lambda: ssl.create_default_context(cafile=str(made.file)))
    # Where a name has both, the server listens on IPv4 alone.
    found = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found(*a, **{**k, "family": socket.AF_INET}))
    yield made
    made.close()


@pytest.fixture
def customs():
    return agency("Customs", kind="customs")


@pytest.fixture
def nia(customs):
    nou = agency("NOU")
    licence(nou, customs)
    return person("Nia", nou, "licensing")


@pytest.fixture
def cora(customs):
    return signed_in(person("Cora", customs, "officer", "supervisor"))


def registered(cora, address):
    page = cora.post(HOOKS, {"address": address}).content.decode()
    found = re.findall(r"<dd><code>([^<]+)</code></dd>", page)
    assert len(found) == 2, page
    return found


def act(name, nia):
    from tradewind_web.licensing.models import Licence

    getattr(standing, name)(acting=nia, licence_id=Licence.objects.get().pk, reason="asked abroad")
    worker.run_all()


@pytest.mark.django_db(transaction=True)
def test_a_system_is_told_of_each_change_once_and_can_tell_that_it_is_from_the_office(
    cora, nia, system, settings
):
    settings.HOOKS_MAY_BE_PRIVATE = True
    key, secret = registered(cora, system.address)
    assert secret not in cora.get(HOOKS).content.decode(), "it is shown once"
    assert secret not in Hook.objects.get().sealed_secret
    for name in ("suspend", "resume", "revoke"):
        act(name, nia)
    assert [json.loads(body)["told"] for _, body in system.got] == ["suspended", "reinstated", "revoked"]
    headers, body = system.got[0]
    assert headers["Tradewind-Key"] == key
    assert json.loads(body)["licence"] == "26X123"
    assert b"asked abroad" not in body, "why it was suspended stays in the office"
    is_from_the_office = guided()
    assert is_from_the_office(headers, body, secret)
    assert not is_from_the_office(headers, body + b" ", secret)
    assert not is_from_the_office(headers, body, secret + "x")
    assert not is_from_the_office(headers, body, secret, now=int(headers["Tradewind-Timestamp"]) + 301)
    page = cora.get(HOOKS).content.decode()
    assert page.count("delivered") == 3
    assert "HTTP 204" in page
    # an address that was ended is told nothing any more
    assert cora.post(f"{HOOKS}{Hook.objects.get().pk}/end/").status_code == 302
    assert "ended on" in cora.get(HOOKS).content.decode()
    assert verify().intact


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_tried_again_later_and_given_up_in_the_end(cora, nia, system, settings):
    settings.HOOKS_MAY_BE_PRIVATE = True
    registered(cora, system.address)
    system.answer, system.moved = 302, system.address
    act("suspend", nia)
    message = HookMessage.objects.get()
    assert (message.state, message.status, message.trouble, len(system.got)) == (
        "waiting",
        302,
        "answered",
        1,
    ), "no redirect is followed"
    waiting = Job.objects.get(kind="licensing.hook_send")
    assert waiting.state == "waiting"
    for _attempt in range(8):
        Job.objects.filter(pk=waiting.pk).update(run_after=dt.datetime.now(dt.UTC))
        worker.run_all()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("given_up", 9)
    assert "given up" in cora.get(HOOKS).content.decode()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_into_a_private_network_unless_the_office_allows_it(cora, nia, system):
    registered(cora, system.address)
    act("suspend", nia)
    assert (HookMessage.objects.get().trouble, system.got) == ("private", [])
    assert "leads into a private network" in cora.get(HOOKS).content.decode()


@pytest.mark.parametrize("inner", [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
])  # fmt: skip
def test_an_inner_address_is_known_in_every_dress(inner):
    assert not is_public(ipaddress.ip_address(inner))


def test_one_inner_address_among_public_ones_is_enough_to_refuse(monkeypatch, settings):
    settings.HOOKS_MAY_BE_PRIVATE = False
    both = [(socket.AF_INET, 1, 6, "", ("8.8.8.8", 443)), (socket.AF_INET, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: both)
    with pytest.raises(NotTold, match="private"):
        send("https://two.example/", b"{}", {})


@pytest.mark.django_db
@pytest.mark.parametrize("address", [
    "", "http://customs.example/", "https://", "https://user:pass@customs.example/", "https://customs.example/#x",
    "https://cüstoms.example/", "https://customs.example:99999/", "ftp://customs.example", "https://[::1",
    "https://customs.example/" + "x" * 400,
])  # fmt: skip
def test_an_address_that_cannot_be_meant_is_refused_with_what_to_write(cora, address):
    assert cora.post(HOOKS, {"address": address}).status_code == 409
    assert not Hook.objects.exists()


@pytest.mark.django_db
def test_a_supervisor_alone_keeps_addresses_and_only_of_the_own_agency(cora, customs):
    registered(cora, "https://customs.example/a")
    assert cora.post(HOOKS, {"address": "https://customs.example/a"}).status_code == 409, "it is registered"
    assert signed_in(person("Olu", customs, "officer")).get(HOOKS).status_code == 403
    stranger = signed_in(person("Sam", agency("Other customs", "UGA", "customs"), "supervisor"))
    assert "customs.example/a" not in stranger.get(HOOKS).content.decode()
    assert stranger.post(f"{HOOKS}{Hook.objects.get().pk}/end/").status_code == 404
