"""Exhibits, entries of custody, explanations beside marks, and books of numbered forms."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.ledgers.custody import chained, in_order
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.codes import LETTERS, new_code
from tradewind_web.agencies.numbering import hold
from tradewind_web.audit.events import changes
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.seizures.actions.locking import locked
from tradewind_web.seizures.actions.stamping import have_stamped
from tradewind_web.seizures.asking import note_marks
from tradewind_web.seizures.custody_ledger import entries_of, ledger_of
from tradewind_web.seizures.events_custody import (
    BookPrinted,
    CustodyWritten,
    ExhibitAdded,
    ExhibitCorrected,
    FormVoided,
    MarkExplained,
)
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_custody import (
    Custody,
    CustodyEntry,
    Cylinder,
    Exhibit,
    Explanation,
    PaperForm,
)
from tradewind_web.seizures.policy import may_record
from tradewind_web.seizures.values_custody import CylinderValues, EntryValues, ExhibitValues
from tradewind_web.seizures.words_custody import Act, Source

#: A ledger longer than this is read by nobody; a second seizure record is made.
MOST_ENTRIES: Final = 500
MOST_EXHIBITS: Final = 200
MOST_FORMS: Final = 50
#: Three groups of four of 19 letters: 51 bits.
_GROUPS: Final = 3


@transaction.atomic
def add_exhibit(*, acting: Acting, seizure_id: object, values: ExhibitValues) -> Exhibit:
    """Something of the seizure that is held as one thing, under the next number.

    Raises:
        Http404: the seizure does not reach the person.
        NotAllowed: another agency answers for it, or their roles record nothing.
        Refused: there are too many, or it was taken out of an exhibit that is not there.
    """
    seizure = locked(acting, seizure_id)
    count = seizure.exhibits.count()
    if count >= MOST_EXHIBITS:
        raise Refused(_("there are %(most)s exhibits already; hold several as one") % {"most": MOST_EXHIBITS})
    whole = _exhibit(seizure, values.taken_from) if values.taken_from else None
    exhibit = Exhibit.objects.create(
        seizure=seizure, number=count + 1, taken_from=whole, added_by=acting.user, **values.as_columns()
    )
    _write_cylinders(exhibit, values)
    audit(acting, ExhibitAdded(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), number=exhibit.number, said=values.as_facts(),
    ))  # fmt: skip
    return exhibit


@transaction.atomic
def correct_exhibit(
    *, acting: Acting, seizure_id: object, number: int, values: ExhibitValues, why: str
) -> Exhibit:
    """What is said of an exhibit, anew; what was said before stays in the history.

    Raises:
        Http404: the seizure does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: there is no such exhibit, no reason is given, or nothing changed.
    """
    seizure = locked(acting, seizure_id)
    exhibit = _exhibit(seizure, number)
    if not why.strip():
        raise Refused(_("say why it is corrected: the reason stands in the history"))
    before = said_of(exhibit).as_facts()
    changed = changes(before, {**values.as_facts(), "taken_from": before["taken_from"]})
    if not changed["before"]:
        raise Refused(_("nothing was changed"))
    for name, value in values.as_columns().items():
        setattr(exhibit, name, value)
    exhibit.save()
    exhibit.cylinders.all().delete()
    _write_cylinders(exhibit, values)
    audit(acting, ExhibitCorrected(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), number=number, reason=why.strip(), **changed,
    ))  # fmt: skip
    return exhibit


@transaction.atomic
def write_entry(
    *, acting: Acting, seizure_id: object, values: EntryValues, seen: int | None = None, corrects_id: object = None,
) -> CustodyEntry:  # fmt: skip
    """One more entry at the end of the ledger, whatever it says: what does not fit is marked, never refused.

    `seen` is how long the ledger was when its writer looked at it; the entry claims to follow what stood there then.

    Raises:
        Http404: the seizure or the entry that is corrected does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: it names no exhibit or one that is not there; no paper form with this code is open.
    """
    seizure = locked(acting, seizure_id)
    custody = Custody.objects.select_for_update().get_or_create(seizure=seizure)[0]
    numbers = set(seizure.exhibits.values_list("number", flat=True))
    corrected = seizure.custody_entries.filter(pk=str(corrects_id)).first() if corrects_id else None
    if corrects_id and corrected is None:
        raise Refused(_("the entry to be corrected is not in this ledger"))
    if values.act == Act.STRUCK:
        if corrected is None:
            raise Refused(_("only an entry that is in the ledger can be said not to have happened"))
    elif not values.exhibits or not set(values.exhibits) <= numbers:
        raise Refused(_("say which exhibits it is about"))
    if custody.length >= MOST_ENTRIES:
        raise Refused(_("the ledger is full; ask for help with this seizure"))
    form = _open_form(acting, values.code) if values.code else None
    columns = {**values.as_columns(), **({"source": Source.PAPER} if form else {})}
    before = entries_of(seizure)
    had = before[: custody.length if seen is None else max(0, min(seen, custody.length))]
    entry = CustodyEntry(
        seizure=seizure, number=custody.length + 1, code=form.code if form else new_code(_GROUPS),
        written_at=timezone.now(), written_by=acting.user, corrects=corrected,
        follows=corrected.follows if corrected else _last_of(had, columns["exhibits"]), previous=custody.head,
        **columns,
    )  # fmt: skip
    entry.digest = chained(entry.facts(), entry.previous)
    entry.save(force_insert=True)
    if form:
        form.entry = entry
        form.save(update_fields=["entry"])
    custody.length, custody.head = entry.number, entry.digest
    note_marks(custody, ledger_of([*before, entry], seizure.explanations.all()))
    custody.save()
    have_stamped(seizure)
    audit(acting, CustodyWritten(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), number=entry.number, act=entry.act,
        corrects=str(corrected.pk) if corrected else "", digest=entry.digest, said=values.as_facts(),
    ))  # fmt: skip
    return entry


@transaction.atomic
def explain(*, acting: Acting, seizure_id: object, mark: str, text: str) -> Explanation:
    """What a person says beside a mark; the mark stays.

    Raises:
        Http404: the seizure does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: there is no such mark, or nothing is said.
    """
    seizure = locked(acting, seizure_id)
    custody = Custody.objects.select_for_update().get_or_create(seizure=seizure)[0]
    entries, said = entries_of(seizure), list(seizure.explanations.all())
    if not text.strip():
        raise Refused(_("write the explanation"))
    told = next((t for t in ledger_of(entries, said).told if mark in {m.key for m in t.marks}), None)
    if told is None:
        raise Refused(_("there is no such mark in this ledger"))
    made = Explanation.objects.create(seizure=seizure, mark=told.key, text=text.strip(), by=acting.user)
    note_marks(custody, ledger_of(entries, [*said, made]))
    custody.save()
    audit(acting, MarkExplained(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), mark=told.key, text=made.text,
    ))  # fmt: skip
    return made


@transaction.atomic
def print_book(*, acting: Acting, forms: int) -> list[PaperForm]:
    """Numbered forms with reserved codes, to be written on where there is no signal.

    Raises:
        NotAllowed: the person's roles record nothing.
        Refused: none or too many at once.
    """
    may_record(acting)
    if not 1 <= forms <= MOST_FORMS:
        raise Refused(_("print between 1 and %(most)s forms at once") % {"most": MOST_FORMS})
    hold(acting.agency.pk)
    own = PaperForm.objects.filter(agency=acting.agency)
    book = (own.aggregate(last=Max("book"))["last"] or 0) + 1
    made = PaperForm.objects.bulk_create(
        PaperForm(agency=acting.agency, book=book, number=n, code=new_code(_GROUPS), printed_by=acting.user)
        for n in range(1, forms + 1)
    )
    audit(
        acting,
        BookPrinted(subject_kind="agency", subject_id=str(acting.agency.pk), book=book, forms=forms),
    )
    return made


@transaction.atomic
def void_form(*, acting: Acting, code: str, why: str) -> PaperForm:
    """A printed form that will never be typed in: spoilt or lost.

    Raises:
        NotAllowed: the person's roles record nothing.
        Refused: no form with this code is open, or no reason is given.
    """
    may_record(acting)
    if not why.strip():
        raise Refused(_("say why: spoilt, lost"))
    form = _open_form(acting, code)
    form.void_why = why.strip()[:500]
    form.save(update_fields=["void_why"])
    audit(acting, FormVoided(
        subject_kind="agency", subject_id=str(acting.agency.pk), form=str(form), reason=form.void_why,
    ))  # fmt: skip
    return form


def said_of(exhibit: Exhibit) -> ExhibitValues:
    """What stands of an exhibit, as a value."""
    from_number = exhibit.taken_from.number if exhibit.taken_from else None
    names = set(ExhibitValues.__dataclass_fields__) - {"cylinders", "taken_from"}
    cylinders = tuple(CylinderValues(c.serial, c.stamp, c.valve, c.code) for c in exhibit.cylinders.all())
    return ExhibitValues(
        **{name: getattr(exhibit, name) for name in names}, cylinders=cylinders, taken_from=from_number
    )


def typed_code(text: str) -> str:
    """The code that was typed, in whatever case and with or without dashes."""
    letters = "".join(c for c in text.upper() if c in LETTERS)
    return "-".join(letters[n : n + 4] for n in range(0, min(len(letters), 4 * _GROUPS), 4))


def _exhibit(seizure: Seizure, number: int) -> Exhibit:
    found = seizure.exhibits.filter(number=number).first()
    if found is None:
        raise Refused(_("there is no exhibit %(number)s") % {"number": number})
    return found


def _write_cylinders(exhibit: Exhibit, values: ExhibitValues) -> None:
    Cylinder.objects.bulk_create(
        Cylinder(exhibit=exhibit, position=n, serial=c.serial, stamp=c.stamp, valve=c.valve, code=c.code)
        for n, c in enumerate(values.cylinders, 1)
    )


def _open_form(acting: Acting, code: str) -> PaperForm:
    rows = PaperForm.objects.out_of(acting.agency).select_for_update(of=("self",))
    form = rows.filter(code=typed_code(code)).first()
    if form is None:
        raise Refused(
            _("no printed form with the code %(code)s is open; look at the letters again") % {"code": code}
        )
    return form


def _last_of(had: list[CustodyEntry], exhibits: list[int]) -> dict[str, str]:
    """Exhibit -> the entry that stood last when the writer looked."""
    found = {}
    for number in exhibits:
        chain = in_order(e for entry in had for e in entry.of_exhibits() if e.exhibit == str(number))
        if chain:
            found[str(number)] = chain[-1].id
    return found
