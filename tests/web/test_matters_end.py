"""A case, its proceedings and the custody of its goods end: announced, kept by whatever still runs, then forgotten."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from custody_kept import seizure_held, taken, written
from matters_made import NAMES, close, look, matter, over
from offices import agency, person, signed_in
from tradewind_web.audit import guarding
from tradewind_web.audit.models import RecordKey
from tradewind_web.audit.verifying import verify
from tradewind_web.cases.models import Case
from tradewind_web.proceedings import ends
from tradewind_web.seizures.actions.looking import look_again_everywhere
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_custody import Custody, CustodyEntry
from tradewind_web.seizures.queries_custody import custody_of
from tradewind_web.seizures.queries_marks import marks_waiting
from tradewind_web.sources.models import Ending

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def sven():
    return person("Sven", agency("Kenya NOU"), "supervisor", "officer", "prosecutor")


def states() -> dict[str, str]:
    return dict(Ending.objects.values_list("subject_kind", "state"))


def waits() -> set[str]:
    return set(Ending.objects.values_list("waits_for", flat=True)) - {""}


def named() -> set[str]:
    """Which of the names stand in which table."""
    found = set()
    for model in apps.get_models():
        text = str(list(model._default_manager.order_by().values())).casefold()
        found |= {f"{name} in {model._meta.label}" for name in NAMES if name in text}
    return found


def test_a_matter_is_announced_then_forgotten_and_its_figures_and_chains_stay(sven):
    client = signed_in(sven)
    case, seizure, made = matter(sven)
    look(sven)
    assert states() == {"seizure": "kept"}  # its goods are destroyed; the case is open
    close(sven, case, made)
    look(sven)
    assert states() == {"case": "kept", "seizure": "kept", "proceeding": "kept"}
    assert not Ending.objects.filter(retain_until__lt=timezone.localdate() + timedelta(days=3600)).exists()
    before = custody_of(seizure)
    marks = [told.mark.code for told in before.told]
    assert "gap_place" in marks and marks_waiting(sven) == 1
    file = seizure.evidence.get()
    over()
    assert "2026-" in client.get(reverse("due")).content.decode()
    page = reverse("end", args=["case", case.pk])
    assert client.post(reverse("end_hold", args=["case", case.pk]), {"reason": "the court asks"}).url == page
    look(sven)
    assert set(states().values()) == {"kept"} and waits() == {"hold"}
    text = client.get(reverse("end", args=["seizure", seizure.pk])).content.decode()
    assert "a legal hold stands" in text
    assert client.post(reverse("end_hold", args=["case", case.pk]), {"reason": "it is over"}).url == page
    look(sven)  # notice
    assert set(states().values()) == {"noticed"} and not waits()
    look(sven, 29)
    assert "Jane Roe" in Case.objects.get(pk=case.pk).title
    look(sven, 30)  # who is named in it
    assert set(states().values()) == {"blanked"} and file.path.exists()
    assert named() == set()
    case, seizure = Case.objects.get(pk=case.pk), Seizure.objects.get(pk=seizure.pk)
    made.refresh_from_db()
    assert (case.outcome, case.closed_at is None, seizure.net_g) == ("merged", False, 1_564_000)
    assert made.decisions.get().amount == 25_000 and str(seizure.seized_on) == "2026-03-04"
    after = custody_of(seizure)
    assert after.altered is None and [told.mark.code for told in after.told] == marks
    assert {e.to_holder for e in CustodyEntry.objects.all()} == {
        after.lines[0].entry.to_holder,
        after.lines[1].entry.to_holder,
    }
    assert after.lines[0].entry.to_holder == after.lines[1].entry.from_holder
    assert marks_waiting(sven) == 0  # nobody is asked to explain what is over
    assert verify().intact
    for kind, record in (("case", case), ("seizure", seizure), ("proceeding", made)):
        assert RecordKey.objects.get(subject_kind=kind, subject_id=str(record.pk)).key is None
        assert "forgotten" in client.get(reverse("end", args=[kind, record.pk])).content.decode()
    for name, record in (("cases:one", case), ("seizures:one", seizure), ("proceedings:one", made),
                         ("seizures:custody", seizure), ("seizures:evidence", seizure)):  # fmt: skip
        text = client.get(reverse(name, args=[record.pk])).content.decode()
        assert not [name for name in NAMES if name in text.casefold()]
    assert client.post(reverse("proceedings:element", args=[made.pk]), {"words": "x"}).status_code == 409
    look(sven, 60)  # its files
    assert set(states().values()) == {"done"} and not file.path.exists()
    assert client.get(reverse("seizures:evidence", args=[seizure.pk])).status_code == 200
    told = Ending.objects.order_by("pk").values()
    look(sven, 61)
    assert list(told) == list(Ending.objects.order_by("pk").values()) and verify().intact


def test_an_upgrade_empties_what_a_custody_forgotten_before_it_asked(sven):
    case, seizure, made = matter(sven)
    close(sven, case, made)
    look(sven)
    over()
    asked = Custody.objects.get().asks
    assert "jane doe" in str(asked).casefold()
    empty = import_module("tradewind_web.seizures.migrations.0012_forgotten_custody_asks_nothing").empty
    empty(apps, None)
    assert Custody.objects.get().asks == asked  # its time is not over
    look(sven)
    look(sven, 30)
    assert states()["seizure"] == "blanked"
    Custody.objects.update(asks=asked, open_kinds=",gap,", open_marks=1)  # as it was left
    empty(apps, None)
    kept = Custody.objects.get()
    assert (kept.asks, kept.open_kinds, kept.open_marks, kept.open_since) == ([], "", 0, None)
    look_again_everywhere(lambda share, text: None)
    assert Custody.objects.get().asks == [] and Custody.objects.get().seizure_id == seizure.pk


def test_what_still_runs_keeps_a_matter(sven):
    case, seizure, made = matter(sven)
    look(sven)
    over()
    look(sven)
    assert waits() == {"case"}
    close(sven, case, made)
    day = timezone.localdate() + timedelta(days=9)
    made.decisions.update(appeal_until=day)
    look(sven)
    over()
    look(sven)
    assert waits() == {"appeal"}
    look(sven, 9)
    assert set(states().values()) == {"kept"}
    look(sven, 10)
    assert set(states().values()) == {"noticed"}
    # one who decides may keep it longer, or have it forgotten at once, each with why; nobody else
    officer = signed_in(person("Ola", sven.agency))
    for name in ("end_keep", "end_hold", "end_forget"):
        url = reverse(name, args=["case", case.pk])
        assert officer.post(url, {"reason": "x", "retain_until": "2099-01-01"}).status_code == 403
        assert signed_in(sven).post(url, {"reason": ""}).status_code == 409
    later = {"reason": "asked", "retain_until": str(day + timedelta(days=400))}
    assert signed_in(sven).post(reverse("end_keep", args=["case", case.pk]), later).status_code == 302
    assert states()["case"] == "kept"
    hasten = reverse("end_forget", args=["seizure", seizure.pk])
    assert signed_in(sven).post(hasten, {"reason": "she asks"}).status_code == 302
    look(sven, 10)
    assert states()["seizure"] == "blanked" and "Jane Roe" in Case.objects.get(pk=case.pk).title


def test_a_restore_forgets_a_matter_again(sven):
    case, _seizure, made = matter(sven)
    close(sven, case, made)
    look(sven)
    over()
    columns = {"title": case.title, "summary": case.summary}
    look(sven)
    look(sven, 30)
    Case.objects.filter(pk=case.pk).update(**columns)  # an older backup brought it back
    Ending.objects.filter(subject_kind="case").delete()
    assert ends.forget_records_again() == 1
    assert not [one for one in named() if "cases" in one.casefold()]
    assert states()["case"] == "blanked"


def test_the_database_lets_an_entry_of_custody_lose_its_names_and_nothing_else(sven):
    from django.db import transaction
    from django.db.utils import DatabaseError

    entry = written(sven, seizure_held(sven), taken())
    rows = CustodyEntry.objects.filter(pk=entry.pk)
    for change in ({"to_holder": "Maren"}, {"number": 7}, {"digest": "x"}, {"to_holder": "#1", "mass_g": 3}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    assert custody_of(entry.seizure).altered is None
    signs = {"from_holder": "#1", "to_holder": "#2", "from_place": "#3", "to_place": "#4", "told_by": "",
             "condition": "", "why": ""}  # fmt: skip
    assert rows.update(**signs) == 1
    assert custody_of(entry.seizure).altered == 1  # its time is not over: it is told
    columns = {field.column for field in CustodyEntry._meta.concrete_fields}
    assert columns == {*guarding.FIXED, *guarding.FORGETTABLE}
