"""Procedures edited in the browser, signed by their agency, shared with neighbours and set side by side."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from offices import agency, person, signed_in
from tradewind.procedures.shelf import shipped
from tradewind.procedures.signing import Signature, sign
from tradewind.procedures.sop import SOP
from tradewind.procedures.workbook import to_workbook
from tradewind_web.agencies.models import SoleAct
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.verifying import verify
from tradewind_web.cases.actions.opening import open_case
from tradewind_web.cases.models import Procedure
from tradewind_web.cases.models_procedures import ProcedureDraft, SigningKey
from tradewind_web.cases.shelf import put_shipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def with_version(version: str) -> SOP:
    return replace(shipped(), version=version, author="N")


def harmonised() -> Procedure:
    put_shipped()
    return Procedure.objects.get(owner=None, name="harmonised")


def started(client: Client, base: Procedure | None = None) -> ProcedureDraft:
    client.post(reverse("cases:start_draft", args=[(base or harmonised()).pk]))
    return ProcedureDraft.objects.order_by("made_at").last()  # type: ignore[return-value]


def filled(client: Client, address: str, **changed: Any) -> dict[str, Any]:
    """What a browser sends of the form of a page, with some fields changed."""
    form = client.get(address).context["form"]
    found = {field.html_name: field.value() for field in form}
    found = {name: value for name, value in found.items() if value not in (None, False)}
    return {**found, **changed}


def saved(client: Client, name: str, draft: ProcedureDraft, *part: str, **changed: Any) -> None:
    address = reverse(f"cases:{name}", args=[draft.pk, *part])
    response = client.post(address, filled(client, address, **changed))
    assert response.status_code == 302, response.content.decode()[:4000]
    draft.refresh_from_db()


def published(client: Client, draft: ProcedureDraft, status: int = 302, **changed: Any) -> str:
    page = reverse("cases:draft", args=[draft.pk])
    sent = filled(client, page, why="our law", **changed)
    response = client.post(reverse("cases:draft_publish", args=[draft.pk]), sent)
    assert response.status_code == status
    return response.content.decode()


def one_person(client: Client) -> None:
    client.post(reverse("cases:procedure_rule"), {"why": "one supervisor"})


def test_a_supervisor_edits_a_procedure_as_a_table_of_steps_and_publishes_it_when_nothing_is_wrong() -> None:
    customs = agency("Customs")
    otto, vera = person("Otto", customs, Role.SUPERVISOR), person("Vera", customs, Role.SUPERVISOR)
    client = signed_in(otto)
    draft = started(client)
    assert (
        draft.sop.version == "1.1"
        and draft.sop.author == "Customs"
        and draft.sop.based_on == "harmonised 1.0"
    )
    address = reverse("cases:draft_step", args=[draft.pk, "qualify"])
    untouched = draft.sop
    client.post(address, filled(client, address))
    draft.refresh_from_db()
    assert draft.sop == untouched, "a form that was not changed changes nothing"
    saved(
        client, "draft_step", draft, "qualify", days=7, counted="working", since="hold", basis="Act 12, s 40",
        legal_basis="Act 12", kind_2="statement", count_2=2, four_eyes="on",
    )  # fmt: skip
    page = client.get(reverse("cases:draft", args=[draft.pk])).content.decode()
    assert (
        "Act 12, s 40" in page
        and "<svg" in page
        and "7 working days" in page
        and "Publish this version" in page
    )
    saved(client, "draft_new_step", draft, title="Call the ozone unit", role="officer", after="triage")
    assert [b.to for b in draft.sop.by_id["triage"].next] == ["call_the_ozone_unit"]
    saved(
        client, "draft_step", draft, "call_the_ozone_unit", if_0="weather == 'bad'", to_0="dismiss", to_1=""
    )
    page = client.get(reverse("cases:draft", args=[draft.pk])).content.decode()
    assert (
        "a condition asks for “weather”, and nobody is asked it" in page
        and "Publish this version" not in page
    )
    sent = {"revision": draft.revision, "version": "2", "author": "C", "why": "x"}
    assert client.post(reverse("cases:draft_publish", args=[draft.pk]), sent).status_code == 409
    saved(
        client,
        "draft_new_question",
        draft,
        asked="Weather?",
        id="weather",
        kind="choice",
        choices="bad\nfair",
    )
    page = client.get(reverse("cases:draft", args=[draft.pk])).content.decode()
    assert "nothing comes next when weather == &#x27;fair&#x27;" in page
    saved(client, "draft_step", draft, "call_the_ozone_unit", if_0="suspicion == 'explained'", to_1="hold")
    client.post(
        reverse("cases:draft_remove_question", args=[draft.pk, "weather"]), {"revision": draft.revision}
    )
    draft.refresh_from_db()
    client.post(
        reverse("cases:draft_move_step", args=[draft.pk, "dismiss"]),
        {"revision": draft.revision, "to": "down"},
    )
    draft.refresh_from_db()
    saved(client, "draft_whole", draft, title="Ours")
    published(client, draft, version="C1")
    made = Procedure.objects.get(owner=customs)
    assert made.version == "C1" and not made.is_in_force and made.sop.by_id["qualify"].deadline.days == 7  # type: ignore[union-attr]
    assert client.get(reverse("cases:draft", args=[draft.pk])).status_code == 404, "it ended"
    client.post(reverse("cases:adopt", args=[made.pk]))
    made.refresh_from_db()
    assert not made.is_in_force, "a second person adopts it"
    signed_in(vera).post(reverse("cases:adopt", args=[made.pk]), {"why": "read it"})
    assert open_case(acting=otto, title="x", origin="control").procedure == made
    text = client.get(reverse("cases:differences", args=[made.pk, harmonised().pk])).content.decode()
    assert "Act 12, s 40" in text and "a step more" in text and verify().intact


def test_a_draft_keeps_what_protects_people_and_nobody_writes_over_a_colleague() -> None:
    customs = agency("Customs")
    client = signed_in(person("Otto", customs, Role.SUPERVISOR))
    draft = started(client)
    stop = next(s.id for s in shipped().steps if s.is_safety_stop)
    sent = {"revision": draft.revision}
    client.post(reverse("cases:draft_remove_step", args=[draft.pk, stop]), sent)
    address = reverse("cases:draft_step", args=[draft.pk, stop])
    values = filled(client, address)
    values.pop("is_safety_stop")
    client.post(address, values)
    draft.refresh_from_db()
    assert draft.sop.by_id[stop].is_safety_stop
    stale = filled(client, address, title="Mine")
    saved(client, "draft_step", draft, stop, title="Theirs")
    response = client.post(address, stale)
    assert response.status_code == 409 and "somebody saved the draft meanwhile" in response.content.decode()
    draft.refresh_from_db()
    assert draft.sop.by_id[stop].title == "Theirs"
    other = signed_in(person("Jun", agency("Other"), Role.SUPERVISOR))
    officer = signed_in(person("Amina", customs))
    page = reverse("cases:draft", args=[draft.pk])
    assert other.get(page).status_code == 404 and officer.get(page).status_code == 403
    assert other.post(reverse("cases:draft_give_up", args=[draft.pk])).status_code == 404
    client.post(reverse("cases:draft_give_up", args=[draft.pk]))
    assert client.get(page).status_code == 404 and not Procedure.objects.filter(owner=customs).exists()


def test_a_draft_is_written_in_the_readers_language_and_only_real_changes_differ() -> None:
    client = signed_in(person("Otto", agency("Customs"), Role.SUPERVISOR))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    draft = started(client)
    assert draft.sop.language == "fr" and draft.sop.by_id["hold"].title != shipped().by_id["hold"].title
    lines = client.get(reverse("cases:draft", args=[draft.pk])).context["lines"]
    assert {line.step for line in lines} <= {""}, "translated, every step says the same"


def test_a_shipped_procedure_is_called_by_its_title_in_the_readers_language_wherever_one_chooses() -> None:
    client = signed_in(person("Amina", agency("Customs")))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    page = client.get(reverse("cases:new")).content.decode()
    assert "Du soupçon à la clôture (harmonised" in page and shipped().title not in page


def test_one_person_puts_it_into_force_where_the_agency_asks_for_no_second_and_that_is_noted() -> None:
    customs = agency("Customs")
    otto = person("Otto", customs, Role.SUPERVISOR)
    client = signed_in(otto)
    one_person(client)
    assert SoleAct.objects.get().done_by == otto.user, "a colleague looks at it"
    published(client, started(client))
    made = Procedure.objects.get(owner=customs)
    assert made.is_in_force and made.adopted_by == otto.user
    page = client.get(reverse("cases:procedure", args=[made.pk])).content.decode()
    kept = SigningKey.objects.get(agency=customs)
    assert "holds" in page and kept.fingerprint in page
    assert kept.fingerprint in client.get(reverse("cases:procedures")).content.decode()
    pem = client.get(reverse("cases:signing_key")).content.decode()
    assert "BEGIN PUBLIC KEY" in pem and kept.fingerprint in pem
    book = load_workbook(io.BytesIO(client.get(reverse("cases:workbook", args=[made.pk])).content))
    (row,) = list(book["signatures"].iter_rows(min_row=2, values_only=True))
    assert row[0] == "Customs" and row[1] == kept.public_key
    assert kept.public_key not in kept.sealed_key and len(kept.sealed_key) > 64
    again = client.get(reverse("cases:start_draft", args=[made.pk]))
    assert again.status_code == 405, "looking starts nothing"
    published(client, started(client, made))
    made.refresh_from_db()
    assert made.retired_at is not None and SigningKey.objects.count() == 1 and verify().intact


def test_a_signature_that_comes_with_a_file_is_verified_and_an_unknown_key_is_said() -> None:
    customs = agency("Customs")
    client = signed_in(person("Otto", customs, Role.SUPERVISOR))
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw().hex()

    def bring(content: bytes) -> str:
        sent = {"file": SimpleUploadedFile("o.xlsx", content), "base": str(harmonised().pk), "why": "law"}
        return client.post(reverse("cases:bring"), sent, follow=True).content.decode()

    ours = with_version("N1")
    page = bring(to_workbook(ours, [Signature("Ministry of N", public, sign(ours, key))]))
    assert "nobody on this platform has" in page and "unknown key" in page and "Ministry of N" in page
    changed = with_version("N2")
    page = bring(to_workbook(changed, [Signature("Ministry of X", public, sign(with_version("N9"), key))]))
    assert "is not of this content" in page and Procedure.objects.filter(owner=customs).count() == 1
    page = bring(to_workbook(changed, [Signature("Ministry of N", public, sign(ours, key))]))
    made = Procedure.objects.get(owner=customs, version="N2")
    assert not made.signatures.exists(), "a workbook that was taken and changed left its old signature behind"
    # another agency brings what this one signed: whose it is, is known
    one_person(client)
    published(client, started(client), version="C1")
    book = client.get(reverse("cases:workbook", args=[Procedure.objects.get(version="C1").pk])).content
    client = signed_in(person("Jun", agency("Neighbour"), Role.SUPERVISOR))
    page = bring(book)
    assert re.search(r"holds</span> <strong>Customs</strong>", page)
    taken = Procedure.objects.get(owner__name="Neighbour")
    taken.signatures.update(signature="00" * 64)
    assert "does not hold" in client.get(reverse("cases:procedure", args=[taken.pk])).content.decode()


def test_a_version_reaches_a_neighbour_only_when_shared_and_stands_beside_ours() -> None:
    customs, neighbour = agency("Customs"), agency("Neighbour", "UGA")
    client = signed_in(person("Otto", customs, Role.SUPERVISOR))
    one_person(client)
    draft = started(client)
    saved(client, "draft_step", draft, "triage", days=5, legal_basis="Act 12, s 3")
    saved(client, "draft_new_step", draft, title="Call the ozone unit", role="officer", after="triage")
    published(client, draft, version="C1")
    made = Procedure.objects.get(owner=customs)
    other = signed_in(person("Jun", neighbour, Role.SUPERVISOR, Role.OFFICER))
    third = signed_in(person("Eve", agency("Third"), Role.SUPERVISOR))
    pages = [reverse(f"cases:{name}", args=[made.pk]) for name in ("procedure", "workbook", "bpmn")]
    pages += [reverse("cases:compare") + f"?other={made.pk}"]
    assert {other.get(page).status_code for page in pages} == {404}
    address = reverse("cases:share_procedure", args=[made.pk])
    assert other.get(address).status_code == 404
    assert client.get(reverse("cases:share_procedure", args=[harmonised().pk])).status_code == 404
    sent = {"agencies": [str(neighbour.pk)], "tlp": "green", "permitted": "use", "reason": "we compare"}
    assert client.post(address, sent).status_code == 302
    assert {other.get(page).status_code for page in pages} == {200}
    assert {third.get(page).status_code for page in pages} == {404}
    shelf = other.get(reverse("cases:procedures")).content.decode()
    assert str(made.pk) in shelf and "Shared by others" in shelf
    assert other.post(reverse("cases:start_draft", args=[made.pk])).status_code == 404, "it is not theirs"
    with pytest.raises(Http404):  # a case does not run on it either
        open_case(acting=person("Jun", neighbour), title="x", origin="control", procedure=made.pk)
    response = other.get(reverse("cases:compare"), {"one": str(harmonised().pk), "other": str(made.pk)})
    lines = {line.step: line for line in response.context["lines"]}
    assert lines["call_the_ozone_unit"].kind == "only_b"
    (cell,) = [cell for cell in lines["triage"].cells if cell.note]
    assert cell.note == "+3 days" and "5 working days" in cell.b and "2 working days" in cell.a
    assert "Act 12, s 3" in response.content.decode()
    withdraw = reverse("cases:withdraw_procedure", args=[made.pk])
    assert other.get(withdraw).status_code == 403
    client.post(withdraw, {"reason": "no more"})
    assert {other.get(page).status_code for page in pages} == {404} and verify().intact
