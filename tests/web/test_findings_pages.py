"""The queue and the page of a finding: what reaches a person, in the order of work, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from findings_made import answer, batch, delivered, finding, reason
from offices import agency, person, signed_in
from tradewind_web.findings.models import Finding, Triage
from tradewind_web.findings.wording import subject
from tradewind_web.sharing.actions import share
from tradewind_web.sharing.audiences import audience_of, everyone
from tradewind_web.sharing.markings import Permitted, Tlp

pytestmark = pytest.mark.django_db


@pytest.fixture
def nou():
    return agency("NOU")


@pytest.fixture
def amina(nou):
    return person("Amina", nou)


def page(acting, address="/findings/", status=200):
    response = signed_in(acting).get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_queue_says_what_and_why_and_what_would_settle_it_and_no_score(nou, amina):
    delivered(nou, answer("2026-7/2"))
    text = page(amina)
    for said in (
        "Declaration 2026-7/2: HCFC-22", "look first", "The words name HCFC-22, the code HFC-32.", "900 to 1,100 kg",
        "1,760 t", "read the invoice", "None like this was inspected here yet.",
    ):  # fmt: skip
        assert said in text, said
    assert not re.search(r"0\.\d|\bscore\b", re.sub(r"<(style|script|link)[^>]*>", "", text))


def test_the_queue_is_in_the_order_of_work(nou, amina):
    delivered(
        nou,
        answer("note/1", tier="note", score=0.9),
        answer("second/1", score=0.6),
        answer("first/1", score=0.8),
    )
    text = page(amina)
    assert text.index("first/1") < text.index("second/1") < text.index("note/1")


def test_the_number_of_queries_does_not_grow_with_the_queue(nou, amina, django_assert_max_num_queries):
    delivered(nou, *(answer(f"{n}/1") for n in range(60)))
    client = signed_in(amina)
    client.get("/findings/")
    with django_assert_max_num_queries(40):
        client.get("/findings/")


def test_pages_follow_each_other_without_gap_or_double_and_back(nou, amina):
    delivered(nou, *(answer(f"n{n:03}/1", score=(n % 7) / 10, tier="note") for n in range(60)))
    client, seen, address, back = signed_in(amina), [], "/findings/", ""
    while address:
        text = client.get(address).content.decode()
        seen += re.findall(r"Declaration (n\d+/1):", text)
        prev = re.search(r'rel="prev" href="([^"]+)"', text)
        back = prev[1] if prev else back
        after = re.search(r'rel="next" href="([^"]+)"', text)
        address = "/findings/" + after[1].replace("&amp;", "&") if after else ""
    assert len(seen) == 60 == len(set(seen))
    text = client.get("/findings/" + back.replace("&amp;", "&")).content.decode()
    assert re.findall(r"Declaration (n\d+/1):", text) == seen[25:50]


def test_a_cursor_or_filter_that_makes_no_sense_shows_the_beginning(nou, amina):
    delivered(nou, answer())
    for junk in (
        "at=x", "at=a~9~nan~1", "at=a~1~inf~00000000-0000-0000-0000-000000000000", "tier=9&state=zzz", "q=%00",
        "at=a~99999999999999999999~1~00000000-0000-0000-0000-000000000000", "detector=none&state=open",
    ):  # fmt: skip
        page(amina, f"/findings/?{junk}")


@pytest.mark.parametrize(
    ("said", "query", "found"),
    [
        ({"facts": {"importer": "Ромашка Холод"}}, "romashka", True),
        ({"facts": {"importer": "Romashka Kholod"}}, "ромашка холод", True),
        ({"facts": {"importer": "شركة مومباسا للتبريد"}}, "Mombasa", True),
        ({"facts": {"importer": "Mombasa Cooling"}}, "مومباسا", True),
        ({"facts": {"importer": "上海制冷有限公司"}}, "上海制冷", True),
        ({"facts": {"importer": "ＣＯＯＬ　ＧＡＳ"}}, "cool gas", True),
        ({"facts": {"importer": "Frío Nórdico"}}, "frio nordico", True),
        ({"substance": "HCFC-22"}, "hcfc22", True),
        ({"partner": "CHN", "party": "KEN"}, "الصين", True),
        ({"partner": "CHN", "party": "KEN"}, "Chine kenya", True),
        ({"facts": {"importer": "Mombasa Cooling"}}, "nairobi", False),
        ({"facts": {"importer": "100% Gas"}}, "%", True),  # nothing to look for: everything
        ({"facts": {"importer": "A_B"}}, "axb", False),
    ],
)
def test_search_finds_across_scripts(nou, amina, said, query, found):
    delivered(nou, answer("S1/1", **said))
    response = signed_in(amina).get("/findings/", {"q": query})
    assert ("S1/1" in response.content.decode()) == found


def test_filters_narrow_by_tier_state_hands_detector_substance_party_and_watch(nou, amina):
    delivered(
        nou, answer("a/1"), answer("b/1", tier="note", substance="HFC-134a", detector="item_price"),
        answer("c/1", party="KEN", partner="CHN"),
    )  # fmt: skip
    client = signed_in(amina)
    first = Finding.objects.get(subject_id="a/1")
    client.post(f"/findings/{first.pk}/assign/", {"to": amina.user_id})
    client.post(
        "/findings/watch/new/",
        {
            "what": "pair",
            "substance": "HCFC-22",
            "party": "China",
            "reason": "r",
            "until": timezone.localdate(),
        },
    )
    for asked, names in (
        ("tier=3", "b"), ("tier=1", "ac"), ("assignee=me", "a"), ("assignee=nobody", "bc"),
        ("detector=item_price", "b"), ("substance=HFC-134a", "b"), ("partner=CHN", "c"), ("watch=any", "c"),
        ("state=new", "bc"), ("state=assigned", "a"), ("state=confirmed", ""), ("state=withdrawn", ""),
        ("state=all", "abc"),
    ):  # fmt: skip
        text = client.get(f"/findings/?{asked}").content.decode()
        assert set(re.findall(r"Declaration (\w)/1:", text)) == set(names), asked


def test_another_agencys_finding_does_not_exist(nou, amina):
    own = finding(nou)
    stranger = person("Okot", agency("Market", "UGA"))
    assert "2026-1/1" not in page(stranger)
    assert "2026-1/1" not in page(stranger, "/findings/?q=2026&state=all")
    missing = page(stranger, f"/findings/{own.pk}/", 404)
    assert "nobody can tell which" in missing
    for act in (
        "assign",
        "snooze",
        "wrong",
        "explain",
        "confirm",
        "join",
        "reopen",
        "explanation",
        "share",
        "withdraw",
    ):
        assert signed_in(stranger).post(f"/findings/{own.pk}/{act}/", {"reason": "r"}).status_code == 404, act


def test_a_shared_finding_says_who_shared_it_and_each_agency_judges_it_for_itself(nou, amina):
    own, customs = finding(nou), agency("Customs")
    kamau = person("Kamau", customs)
    share(acting=amina, record=own, agencies=[customs], reason="please look")
    assert "shared by NOU" in page(kamau)
    response = signed_in(kamau).post(f"/findings/{own.pk}/wrong/", {"because": "known"})
    assert response.status_code == 302
    assert [t.agency.name for t in Triage.objects.filter(state="wrong")] == ["Customs"]
    assert "2026-1/1" in page(amina)  # still waits for its owner
    assert "2026-1/1" not in page(kamau)
    text = page(amina, f"/findings/{own.pk}/")
    assert "marked the finding wrong" not in text


def test_a_question_that_many_ask_of_public_facts_is_shown_once(nou, amina):
    public = batch(agency("Public sources", ""), "b1", everyone())
    other = agency("Customs")
    delivered(other, answer("same/1"), batches=[public])
    delivered(nou, answer("same/1"), batches=[public])
    text = page(amina)
    assert text.count("Declaration same/1: ") == 1
    assert "shared by" not in text
    third = page(person("Okot", agency("Market")))
    assert third.count("Declaration same/1: HCFC-22") == 1


def test_an_administrator_sees_no_finding(nou):
    own = finding(nou)
    root = person("Root", nou, "administrator")
    page(root, "/findings/", 403)
    page(root, f"/findings/{own.pk}/", 403)


def test_the_page_shows_rows_explanations_and_who_sees_it(nou, amina):
    own = finding(nou, "2026-9/4")
    text = page(amina, f"/findings/{own.pk}/")
    for said in (
        "goods b1:declarations::7", "the code was mistyped", "still possible", "Who can see this, and why",
        "The cheapest check that would settle it", "Mombasa Cooling Ltd", "Do the words of an item",
    ):  # fmt: skip
        assert said in text, said


def test_a_row_that_does_not_reach_the_reader_is_named_not_shown(nou, amina):
    customs, market = agency("Customs"), agency("Market")
    a = batch(nou, "b1", audience_of(agencies=[nou, market], tlp=Tlp.AMBER))
    passable = {"tlp": Tlp.AMBER, "permitted": Permitted.PASS_ON}
    b = batch(customs, "b2", audience_of(agencies=[nou, market, customs], **passable))
    delivered(nou, answer(reasons=(reason("Both.", "b1:1", "b2:2"),)), batches=[a, b])
    okot = person("Okot", market)
    a.audience = audience_of(agencies=[nou])
    a.save()
    own = Finding.objects.get()
    assert signed_in(okot).get(f"/findings/{own.pk}/").status_code == 404
    share(acting=amina, record=own, agencies=[market], reason="r", tlp=Tlp.AMBER)
    text = page(okot, f"/findings/{own.pk}/")
    assert "A row behind it rests with NOU and does not reach you" in text
    assert "goods b1:declarations::1" not in text
    assert "goods b2:declarations::2" in text


def test_what_changed_is_said_in_sentences(nou, amina):
    delivered(nou, answer())
    delivered(nou, answer(tier="note", score=0.1, reasons=(reason("Another reason.", "b1:7"),)))
    delivered(nou, asked={"text_against_code": "1.0"})
    text = page(amina, f"/findings/{Finding.objects.get().pk}/")
    for said in (
        "It moved from “look first” to “note”.", "New reason: Another reason.",
        "No longer said: The words name HCFC-22, the code HFC-32.",
        "Withdrawn: with what has been loaded since, it is no longer found.",
    ):  # fmt: skip
        assert said in text, said


def test_what_could_not_be_asked_is_said_with_why(nou, amina):
    delivered(nou, answer(), not_asked={"zone_balance": "no stock of free zones is loaded"})
    text = page(amina, "/findings/asked/")
    assert "It could not be asked, because no stock of free zones is loaded." in text


def test_a_finding_reads_in_the_language_of_its_reader(nou, amina):
    said = {"sentence": "text_not_code", "values": {}}
    delivered(nou, answer(facts={"said": [said]}, lawful_explanations=(), cheapest_check="read the invoice"))
    client = signed_in(amina)
    client.cookies["tradewind-language"] = "fr"
    assert client.get("/findings/").status_code == 200
    client.cookies["tradewind-language"] = "ar"
    assert 'dir="rtl"' in client.get("/findings/").content.decode()


def test_an_empty_queue_says_how_to_begin(amina):
    assert "The detectors have not been asked yet" in page(amina)


def test_a_snoozed_finding_comes_back_on_its_day(nou, amina):
    own = finding(nou)
    signed_in(amina).post(f"/findings/{own.pk}/snooze/", {"until": timezone.localdate() + timedelta(days=3)})
    assert "2026-1/1" not in page(amina)
    assert "2026-1/1" in page(amina, "/findings/?state=snoozed")
    Triage.objects.update(snoozed_until=timezone.localdate())
    assert "put aside until today" in page(amina)


def test_pages_stay_light_and_keep_to_the_content_policy(nou, amina):
    delivered(nou, *(answer(f"{n}/1") for n in range(30)))
    own = Finding.objects.first()
    for address in (
        "/findings/",
        f"/findings/{own.pk}/",
        "/findings/asked/",
        "/findings/watch/",
        "/findings/watch/new/",
    ):
        response = signed_in(amina).get(address, HTTP_ACCEPT_ENCODING="gzip")
        assert len(response.content) < 30_000
        text = page(amina, address)
        assert not re.search(r"\sstyle=|\son\w+=|<script>|javascript:", text)


def test_reported_trade_is_called_by_parties_code_and_year_not_by_its_key():
    assert subject("trade flow", "IND:export:WLD:290376-2017:2018-01-01/2018-12-31") == (
        "India: export to all partners together, HS 290376, 2018"
    )
    assert subject("trade flow", "KEN:import:CHN:290371-2012:2018-01-01/2018-06-30") == (
        "Kenya: import from China, HS 290371, 2018-01-01 – 2018-06-30"
    )
    assert subject("trade flow", "something else") == "Reported trade something else"
