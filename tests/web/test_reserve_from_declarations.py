"""`tradewind reserve`: what customs declare is held at a running office, and a link that is down loses nothing."""

import csv
import json
import re
import socket
import stat
from datetime import date, timedelta

import ibis
import pytest

from customs_files import sad, sad_item, wco, wco_item, written
from licences_made import licence
from offices import agency, person
from shared_data import shared
from tradewind.intake.in_memory import read
from tradewind.reserving import office as licence_office
from tradewind_cli.main import main
from tradewind_web.agencies.tokens import make_token
from tradewind_web.licensing.daily import write_off_daily
from tradewind_web.licensing.models import LicenceLine, LicensingRule, Reservation

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "26X123"
LICENCE = "<AdditionalDocument><CategoryCode>L</CategoryCode><ID>{}</ID><TypeCode>100</TypeCode></AdditionalDocument>"


@pytest.fixture
def asked(live_server, tmp_path, capsys, monkeypatch):
    """Runs the command against an office whose customs hold a key: its status, what it said and what it complained."""
    monkeypatch.setattr(licence_office, "PAUSES", (0.0, 0.0))
    monkeypatch.chdir(tmp_path)
    customs = agency("Customs", kind="customs")
    _token, secret = make_token(
        acting=person("Cora", customs), name="ASYCUDA", scopes=["licensing:write"], life=timedelta(days=1)
    )
    key = tmp_path / "key"
    key.write_text(secret + "\n")
    key.chmod(stat.S_IRUSR)

    def run(*words, office=live_server.url, key=key):
        status = main(["reserve", "--office", office, "--key-file", str(key), *map(str, words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    run.customs = customs
    return run


def granted(asked, **said):
    """A licence of an ozone unit of the same Party for 1,000 kg of R-22."""
    lines = [{"substance": "R-22", "hs_code": "290371", "allowed_g": said.pop("allowed_g", 1_000_000)}]
    years = {"valid_from": date(2019, 1, 1)}
    return licence(agency("NOU"), asked.customs, number=NUMBER, lines=lines, **(years | said))


def declared(folder, *items):
    """An ASYCUDA declaration of these items, of a trader who holds the licence, out of China."""
    text = sad("".join(items)).replace("TIN9", "P051234567X")
    country = "<General_information><Country><Export><Export_country_code>CN</Export_country_code></Export></Country>"
    text = text.replace("</Traders>", f"</Traders>{country}</General_information>")
    return written(folder, text.replace("L-7", NUMBER), "sad.xml")


def closed():
    """The address of a port where nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{held.getsockname()[1]}"


def test_each_item_is_held_once_however_often_it_is_sent(asked, tmp_path):
    granted(asked)
    path = declared(tmp_path, sad_item(), sad_item("29037100", "400"))
    status, said, _ = asked(path)
    assert status == 0, said
    assert "KNG-2026-C-88 item 1: 136 kg of R-22 held on licence 26X123" in said
    assert "464 kg left" in said
    status, again, _ = asked(path, "--json")
    told = json.loads(again)
    assert (status, told["held"], told["refused"]) == (0, 2, 0)
    assert Reservation.objects.count() == 2
    held = Reservation.objects.get(item=1)
    assert (held.key, held.trader_number, held.office, held.regime) == (
        "KNG-2026-C-88:1:1", "P051234567X", "KNG", "import",
    )  # fmt: skip
    assert LicenceLine.objects.get().reserved_g == 536_000


def test_a_refusal_says_why_and_the_others_are_held(asked, tmp_path):
    granted(asked)
    path = declared(tmp_path, sad_item(net="900"), sad_item(net="200"), sad_item().replace("L-7", "26X999"))
    status, said, _ = asked(path)
    assert status == 1
    assert re.search(
        r"item 2: REFUSED, 200 kg of R-22 is more than the 100 kg left .* \[mass_over_balance\]", said
    )
    assert "item 3: REFUSED, there is no licence 26X999" in said
    assert Reservation.objects.get().item == 1


def test_a_dry_run_asks_nobody(asked, tmp_path):
    status, said, _ = asked(declared(tmp_path, sad_item()), "--dry-run")
    assert status == 0 and "would ask licence 26X123 for 136 kg of R-22 (import, trader P051234567X" in said
    status, said, _ = asked(declared(tmp_path, sad_item()), "--dry-run", "--json")
    request = json.loads(said)["items"][0]["request"]
    assert request == {
        "declaration": "KNG-2026-C-88", "item": 1, "net_mass_kg": 136, "trader_number": "P051234567X",
        "regime": "import", "substance": "R-22", "hs_code": "2903710000", "office": "KNG", "partner": "CHN",
        "accepted_on": "2026-03-01",
    }  # fmt: skip


def test_what_could_not_be_asked_waits_and_is_asked_later_with_the_same_key(asked, tmp_path):
    made = granted(asked)
    path = declared(tmp_path, sad_item(), sad_item(net="40"))
    status, said, complained = asked(path, office=closed())
    assert status == 2 and "could not be asked" in complained
    waiting = tmp_path / "sad-not-asked.csv"
    with waiting.open(newline="") as stream:
        assert [row["licence_id"] for row in csv.DictReader(stream)] == [NUMBER, NUMBER]
    status, said, _ = asked(waiting)
    assert status == 0, said
    status, said, _ = asked(path)
    assert status == 0 and Reservation.objects.count() == 2
    assert LicenceLine.objects.get(licence=made).reserved_g == 176_000


def test_an_answer_that_got_lost_does_not_hold_twice(asked, tmp_path, monkeypatch):
    granted(asked)
    sent, send = [], licence_office.Office._send

    def lossy(office, call):
        answer = send(office, call)
        sent.append(call.key)
        if len(sent) == 1:
            raise TimeoutError("timed out")
        return answer

    monkeypatch.setattr(licence_office.Office, "_send", lossy)
    status, said, _ = asked(declared(tmp_path, sad_item()))
    assert status == 0 and "864 kg left" in said
    assert sent == ["KNG-2026-C-88:1:1"] * 2 and Reservation.objects.count() == 1


def test_the_daily_file_writes_off_what_could_not_be_asked(asked, tmp_path, monkeypatch):
    made = granted(asked)
    LicensingRule.objects.create(party=made.party, agency=made.owner, level=1)
    asked(declared(tmp_path, sad_item()), office=closed())
    rows = read([tmp_path / "sad-not-asked.csv"]).tables["declarations"]

    class Loaded:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def tables(self):
            return ["declarations"]

        def current(self, name):
            return ibis.memtable(rows)

        history = current

    monkeypatch.setattr("tradewind_web.licensing.daily.warehouse_for_agency", lambda agency: Loaded())
    assert write_off_daily(str(asked.customs.pk), lambda *_: None) == "1 written off"
    assert LicenceLine.objects.get().cleared_g == 136_000


def test_a_key_that_opens_nothing_or_an_address_in_the_clear_is_said_once(asked, tmp_path):
    path, wrong = declared(tmp_path, sad_item(), sad_item()), tmp_path / "wrong"
    wrong.write_text("tw_nothing")
    status, _, complained = asked(path, key=wrong)
    assert status == 2 and complained.count("does not let this key in") == 1
    assert "make it yours alone" in complained
    status, _, complained = asked(path, office="http://ozone.example.gov")
    assert status == 2 and "use https://" in complained


def test_a_message_of_the_wco_data_model_is_held(asked, tmp_path):
    granted(asked, holder_number="GB1")
    path = written(
        tmp_path, wco("LRN1", wco_item(1, "Refrigerant R-22", more=LICENCE.format(NUMBER)), own="26GB01")
    )
    path.write_text(path.read_text().replace("29034500", "29037100"))
    status, said, _ = asked(path, "--json")
    held = json.loads(said)["items"][0]
    assert (status, held["outcome"], held["key"]) == (0, "held", "26GB01:1:1"), said
    assert Reservation.objects.get().document_codes == ["L100"]


def test_a_real_declaration_of_each_kind_is_held(asked, tmp_path):
    """Real messages with our licence, trader and gas put in the place of theirs."""
    name = "hmrc_cds_annotated_XML_samples_TT_IM045a_Step1_TT_IM045a.xml"
    real = shared(f"formats/wco_dec/{name}").read_text("utf-8")
    form = shared("formats/asycuda/jamaica_CBJ250.xml").read_text("utf-8")
    granted(asked, partner="", holder_number="0014048220000", allowed_g=5_000_000)
    text = real.replace("GBCPI1BF12345C", NUMBER)
    status, said, _ = asked(written(tmp_path, text, "cds.xml"), "--dry-run", "--json")
    request = json.loads(said)["items"][0]["request"]
    assert (status, request["partner"], request["regime"]) == (0, "ARG", "import")
    assert request["trader_number"].startswith(("GB", "XI")) and "L001" in request["document_codes"]
    item = sad_item(net="50").replace("L-7", NUMBER)
    status, said, _ = asked(
        written(tmp_path, form.replace("</ASYCUDA>", f"{item}</ASYCUDA>"), "sad.xml"), "--month-first"
    )
    assert "JMKAJ-2025-C-8879 item 1: 50 kg of R-22 held" in said
    text = re.sub(
        rf"\b{request['hs_code'][:8]}\b", "29037100", text.replace(request["trader_number"], "0014048220000")
    )
    status, said, _ = asked(written(tmp_path, text, "cds.xml"))
    assert status == 0 and "U.786752358JER item 1: 1,000 kg of R-22 held" in said, said
