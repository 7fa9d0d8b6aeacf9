"""The records that rows of the table are asked about: made by Own, shared with Reached; name -> address arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from case_records import CASE_RECORDS
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from proceeding_records import PROCEEDING_RECORDS

from custody_kept import CAGE, taken
from findings_made import batch as batch_of
from findings_made import finding as finding_of
from licences_made import licence as licence_of
from offices import person as person_of
from offices import signed_in
from photographs import png
from tradewind_web.agencies import slips, tokens
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.actions import lend_role
from tradewind_web.agencies.alone import note_alone
from tradewind_web.agencies.events import FoundedAlone
from tradewind_web.agencies.models import Agency, Membership
from tradewind_web.audit.recording import record
from tradewind_web.consignments.actions import deciding, recording
from tradewind_web.consignments.legs import LegValues
from tradewind_web.consignments.models import Consignment, Decision, Join, LegReport
from tradewind_web.findings.models import Watch
from tradewind_web.licensing.actions import allotting, applying
from tradewind_web.licensing.actions import deciding as licence_deciding
from tradewind_web.licensing.models import Licence, Reservation
from tradewind_web.licensing.models_customs import CustomsFigure, Hook
from tradewind_web.licensing.models_register import Register
from tradewind_web.licensing.models_yearly import YearlyReport, YearlyStatement
from tradewind_web.licensing.values import LicenceValues, LineValues
from tradewind_web.seizures.actions import custody, drafting, storage
from tradewind_web.seizures.actions import disposal as disposing
from tradewind_web.seizures.actions.picturing import note_read
from tradewind_web.seizures.actions.reporting import file_report
from tradewind_web.seizures.case_records import Added
from tradewind_web.seizures.models import Draft, Seizure
from tradewind_web.seizures.models_pictures import Picture
from tradewind_web.seizures.picture_looking import Told
from tradewind_web.sharing.actions import add_to_group, make_group, share
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.models import Batch, PersonSearch, RefusedRow, Upload
from tradewind_web.traders.actions import keeping, linking
from tradewind_web.traders.models import Link
from tradewind_web.traders.values import TraderValues

Arguments = Mapping[str, Any]


def finding(maker: Acting, reached: Agency) -> Arguments:
    made = finding_of(maker.agency)
    share(acting=maker, record=made, agencies=[reached], reason="table")
    return {"finding_id": made.pk}


def finding_act(maker: Acting, reached: Agency) -> Arguments:
    return {**finding(maker, reached), "act": "assign"}


def watch(maker: Acting, reached: Agency) -> Arguments:
    made = Watch.objects.create(
        agency=maker.agency, what="trader", trader="x", reason="table", made_by=maker.user,
        made_at=timezone.now(), ends_on=timezone.now().date() + timedelta(days=9),
    )  # fmt: skip
    return {"watch_id": made.pk}


def _batch(maker: Acting, reached: Agency) -> Batch:
    return batch_of(maker.agency, "b1", audience_of(agencies=[maker.agency, reached]))


def batch(maker: Acting, reached: Agency) -> Arguments:
    return {"batch_id": _batch(maker, reached).pk}


def refused_batch(maker: Acting, reached: Agency) -> Arguments:
    return {"batch_id": refused_row(maker, reached)["batch_id"]}


def refused_row(maker: Acting, reached: Agency) -> Arguments:
    made = _batch(maker, reached)
    RefusedRow.objects.create(batch=made, number=0, reason="no mass", mend="write kg", record={"kg": "x"})
    return {"batch_id": made.pk, "number": 0}


def upload(maker: Acting, reached: Agency) -> Arguments:
    """Its batches reach others; the upload itself only its own agency."""
    made = Upload.objects.create(
        owner=maker.agency, audience=audience_of(agencies=[maker.agency, reached]), file_name="a.csv", size=1,
        sent_by=maker.user, state="asks",
    )  # fmt: skip
    return {"upload_id": made.pk}


def person_search(maker: Acting, reached: Agency) -> Arguments:
    made = PersonSearch.objects.create(
        owner=maker.agency, audience=audience_of(agencies=[maker.agency]), searched="x", asked_by=maker.user
    )
    return {"search_id": made.pk}


def group(maker: Acting, reached: Agency) -> Arguments:
    made = make_group(acting=maker, name="Group", late_joiner="everything", reason="table")
    add_to_group(acting=maker, group=made, agency=reached, reason="table")
    return {"group_id": made.pk}


def colleague(maker: Acting, reached: Agency) -> Arguments:
    return {"pk": person_of("Colleague", maker.agency, "officer").user.pk}


def role(maker: Acting, reached: Agency) -> Arguments:
    user = person_of("Colleague", maker.agency, "officer", "analyst").user
    return {"pk": Membership.objects.filter(user=user, role="analyst").get().pk}


def slip(maker: Acting, reached: Agency) -> Arguments:
    made, _code = slips.invite(acting=maker, display_name="New", username="newcomer", roles=["officer"])
    return {"pk": made.pk}


def token(maker: Acting, reached: Agency) -> Arguments:
    made, _secret = tokens.make_token(
        acting=maker, name="t", scopes=["findings:read"], life=timedelta(days=1)
    )
    return {"pk": made.pk}


def stand_in(maker: Acting, reached: Agency) -> Arguments:
    now = timezone.now()
    made = lend_role(
        acting=maker, lender=maker.user, holder=person_of("Colleague", maker.agency).user, role="officer",
        starts_at=now, ends_at=now + timedelta(days=3), reason="leave",
    )  # fmt: skip
    return {"pk": made.pk}


@transaction.atomic
def done_alone(maker: Acting, reached: Agency) -> Arguments:
    event = record(maker, FoundedAlone(subject_kind="agency", subject_id=str(maker.agency.pk)))
    return {"pk": note_alone(maker, event).pk}


def trader(maker: Acting, reached: Agency) -> Arguments:
    made = keeping.add(acting=maker, values=TraderValues("Kilima Cooling Ltd"))
    share(acting=maker, record=made, agencies=[reached], reason="table")
    return {"trader_id": made.pk}


def trader_link(maker: Acting, reached: Agency) -> Arguments:
    one, two = (keeping.add(acting=maker, values=TraderValues(name)) for name in ("Kilima", "Mlima"))
    made = linking.link(
        acting=maker, one_id=one.pk, other_id=two.pk, kind=Link.Kind.ADDRESS, why="one address"
    )
    return {"link_id": made.pk}


def draft(maker: Acting, reached: Agency) -> Arguments:
    return {"draft_id": drafting.begin(acting=maker).pk}


def draft_step(maker: Acting, reached: Agency) -> Arguments:
    return {**draft(maker, reached), "name": "goods"}


def draft_photo(maker: Acting, reached: Agency) -> Arguments:
    held = draft(maker, reached)
    made = drafting.add_photo(acting=maker, draft_id=held["draft_id"], name="a.png", content=png())
    return {**held, "photo_id": made.pk}


def seizure_photo(maker: Acting, reached: Agency) -> Arguments:
    browser = signed_in(maker)
    browser.post(reverse("seizures:begin"))
    held = Draft.objects.order_by("-started_at").first()
    assert held is not None
    photo = drafting.add_photo(acting=maker, draft_id=held.pk, name="a.png", content=png())
    for name, said in SEIZURE.items():
        browser.post(reverse("seizures:step", args=[held.pk, name]), {**said, "then": "next"})
    browser.post(reverse("seizures:draft", args=[held.pk]))
    made = Seizure.objects.get()
    share(acting=maker, record=made, agencies=[reached], reason="table")
    return {"seizure_id": made.pk, "photo_id": photo.pk}


def seizure(maker: Acting, reached: Agency) -> Arguments:
    return {"seizure_id": seizure_photo(maker, reached)["seizure_id"]}


def report(maker: Acting, reached: Agency) -> Arguments:
    return {**seizure(maker, reached), "form": "form1"}


def filing(maker: Acting, reached: Agency) -> Arguments:
    held = seizure(maker, reached)
    made = file_report(
        acting=maker, seizure_id=held["seizure_id"], form="form1", to="Ozone Secretariat", added=Added()
    )
    return {"filing_id": made.pk}


def exhibit(maker: Acting, reached: Agency) -> Arguments:
    held = seizure(maker, reached)
    made = custody.add_exhibit(acting=maker, seizure_id=held["seizure_id"], values=CAGE)
    return {**held, "number": made.number}


def custody_entry(maker: Acting, reached: Agency) -> Arguments:
    held = {"seizure_id": exhibit(maker, reached)["seizure_id"]}
    made = custody.write_entry(acting=maker, values=taken(), **held)
    return {**held, "entry_id": made.pk}


def evidence(maker: Acting, reached: Agency) -> Arguments:
    held = seizure(maker, reached)
    file = SimpleUploadedFile("a.png", png())
    url = reverse("seizures:evidence", kwargs=held)
    signed_in(maker).post(url, {"origin": "original", "upload": file})
    return {**held, "number": 1}


def picture(maker: Acting, reached: Agency) -> Arguments:
    held = evidence(maker, reached)
    made = Picture.objects.get(file__seizure=held["seizure_id"])
    note_read(acting=maker, picture=made, told=Told(width=1, height=1), preview=b"made from it")
    return held


def site(maker: Acting, reached: Agency) -> Arguments:
    return {"site_id": storage.list_site(acting=maker, values=storage.SiteValues("Yard")).pk}


def stay(maker: Acting, reached: Agency) -> Arguments:
    held = seizure(maker, reached)
    since = storage.StayValues(timezone.localdate())
    return {
        **held,
        "stay_id": storage.begin_stay(acting=maker, **held, **site(maker, reached), values=since).pk,
    }


def disposal(maker: Acting, reached: Agency) -> Arguments:
    held = {"seizure_id": exhibit(maker, reached)["seizure_id"]}
    values = disposing.ProposalValues("destruction", (1,), {}, "table")
    return {**held, "number": disposing.propose(acting=maker, **held, values=values).number}


def custody_mark(maker: Acting, reached: Agency) -> Arguments:
    return {**seizure(maker, reached), "mark": "0" * 32}


#: What is typed in, step by step.
SEIZURE: dict[str, dict[str, Any]] = {
    "happened": {"what": "seizure", "seized_on": "2026-03-04", "place": "Namanga", "country": "Kenya"},
    "goods": {"substance": "freon 22", "containers": "5", "mass_g": "68", "basis": "net"},
    "route": {"came_from": "China"},
    "found": {"found": "tip", "methods": ["misdeclaration"]},
    "basis": {"legal_basis": "Act 12", "outcome": "seized"},
}


def rule(maker: Acting, reached: Agency) -> Arguments:
    return {"what": "batch"}


def section(maker: Acting, reached: Agency) -> Arguments:
    return {"key": "world-map"}


def licence_number(maker: Acting, reached: Agency) -> Arguments:
    return {"number": licence_of(maker.agency, reached).number}


def reservation(maker: Acting, reached: Agency) -> Arguments:
    made = licence_of(maker.agency, reached)
    line = made.lines.get()
    line.reserved_g = 1000
    line.save()
    held = Reservation.objects.create(
        line=line,
        key="k",
        request_digest="",
        declaration="1",
        mass_g=1000,
        source="api",
        asked_by=maker.agency,
    )
    return {"number": made.number, "reservation_id": held.pk}


def customs_figure(maker: Acting, reached: Agency) -> Arguments:
    made = CustomsFigure.objects.create(
        licence=licence_of(maker.agency, reached), substance="R-134a", customs=reached, ours_g=2, theirs_g=1,
        difference_g=1, as_of=timezone.now(),
    )  # fmt: skip
    return {"figure_id": made.pk}


def hook(maker: Acting, reached: Agency) -> Arguments:
    made = Hook.objects.create(
        agency=maker.agency,
        address="https://customs.example/",
        key_id="k",
        sealed_secret="",
        made_by=maker.user,
    )
    return {"hook_id": made.pk}


def leg_report(maker: Acting, reached: Agency) -> Arguments:
    made = recording.open_consignment(acting=maker)
    values = LegValues(
        leg="export", paper="D-1", substance="R-22", net_g=5000, country_from="CHN", country_to="KEN"
    )
    report = recording.tell(acting=maker, consignment_id=made.pk, values=values)
    share(acting=maker, record=made, agencies=[reached], reason="table")
    return {"report_id": report.pk}


def consignment(maker: Acting, reached: Agency) -> Arguments:
    leg_report(maker, reached)
    return {"consignment_id": Consignment.objects.get().pk}


def leg_decision(maker: Acting, reached: Agency) -> Arguments:
    report = leg_report(maker, reached)["report_id"]
    verdict = Decision.Verdict.OUT
    return {"decision_id": deciding.decide(acting=maker, report_id=report, verdict=verdict, why="twice").pk}


def leg_join(maker: Acting, reached: Agency) -> Arguments:
    report = LegReport.objects.get(pk=leg_report(maker, reached)["report_id"])
    other = recording.open_consignment(acting=maker)
    made = Join.objects.create(
        report=report, consignment=report.consignment, former=other, certainty=960, state="made"
    )
    return {"join_id": made.pk}


def year(maker: Acting, reached: Agency) -> Arguments:
    return {"year": timezone.localdate().year - 1}


def year_file(maker: Acting, reached: Agency) -> Arguments:
    return {**year(maker, reached), "kind": "xlsx"}


def year_sheet(maker: Acting, reached: Agency) -> Arguments:
    return {**year(maker, reached), "report": "article7"}


def year_figure(maker: Acting, reached: Agency) -> Arguments:
    return {**year_sheet(maker, reached), "form": "production", "column": "produced"}


def statement(maker: Acting, reached: Agency) -> Arguments:
    made = YearlyStatement.objects.create(
        owner=maker.agency, substance="R-22", amount=0, source="table", by=maker.user,
        **year_figure(maker, reached),
    )  # fmt: skip
    return {"statement_id": made.pk}


def yearly_report(maker: Acting, reached: Agency) -> Arguments:
    made = YearlyReport.objects.create(
        owner=maker.agency, audience=audience_of(agencies=[maker.agency]), party="KEN", version=1,
        content={"figures": []}, digest="0" * 64, drawn_up_by=maker.user, **year_sheet(maker, reached),
    )  # fmt: skip
    share(acting=maker, record=made, agencies=[reached], reason="table")
    return {"report_id": made.pk}


def _licence(maker: Acting, reached: Agency) -> Licence:
    """An application that waits for its decision."""
    acting = person_of("Licensing maker", maker.agency, "licensing", "officer")
    holder = keeping.add(acting=acting, values=TraderValues("Licence holder"))
    today = timezone.localdate()
    values = LicenceValues("import", "CHN", today, today, (LineValues("R-22", 1000),))
    made = applying.enter(acting=acting, holder_id=holder.pk, values=values)
    made = applying.take_in(acting=acting, licence_id=made.pk)
    share(acting=acting, record=made, agencies=[reached], reason="table")
    return made


def licence(maker: Acting, reached: Agency) -> Arguments:
    return {"licence_id": _licence(maker, reached).pk}


def licence_act(maker: Acting, reached: Agency) -> Arguments:
    return {**licence(maker, reached), "name": "grant"}


def licence_paper(maker: Acting, reached: Agency) -> Arguments:
    made = _licence(maker, reached)
    acting = person_of("Licensing maker", maker.agency, "licensing", "officer")
    paper = applying.add_paper(acting=acting, licence_id=made.pk, name="a.pdf", content=b"%PDF-1.4")
    return {"licence_id": made.pk, "paper_id": paper.pk}


def granted_licence(maker: Acting, reached: Agency) -> Arguments:
    made = _licence(maker, reached)
    acting = person_of("Licensing maker", maker.agency, "licensing", "officer")
    return {"licence_id": licence_deciding.grant(acting=acting, licence_id=made.pk).pk}


def quota(maker: Acting, reached: Agency) -> Arguments:
    acting = person_of("Licensing maker", maker.agency, "licensing", "officer")
    reserve = allotting.Allotment("F", timezone.localdate().year, "kg", 1, pool="reserve")
    made = allotting.allot(acting=acting, reason="", allotment=reserve)
    share(acting=acting, record=made, agencies=[reached], reason="table")
    return {"quota_id": made.pk}


def register(maker: Acting, reached: Agency) -> Arguments:
    made = Register.objects.create(
        owner=maker.agency, audience=audience_of(agencies=[maker.agency, reached]), file_name="a.xlsx", size=1,
        sent_by=maker.user,
    )  # fmt: skip
    return {"register_id": made.pk}


RECORDS: dict[str, Callable[[Acting, Agency], Arguments]] = {
    f.__name__: f
    for f in (
        licence, licence_act, licence_paper, granted_licence, quota, register,
        finding, finding_act, watch, batch, refused_batch, refused_row, upload, person_search, group, colleague,
        role, slip, token, stand_in, done_alone, trader, trader_link, draft, draft_step, draft_photo, seizure,
        exhibit, custody_entry, custody_mark, evidence, picture, report, filing, site, stay, disposal,
        seizure_photo, section, rule, licence_number, reservation, consignment, leg_report, leg_decision, leg_join,
        year, year_file, year_sheet, year_figure, statement, yearly_report, customs_figure, hook, *CASE_RECORDS,
        *PROCEEDING_RECORDS,
    )
}  # fmt: skip
