"""Files on their way in, the batches they became, the rows that could not be read, and how long all of it is kept."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tradewind_web.agencies.models import Agency
from tradewind_web.jobs.models import Job
from tradewind_web.sharing.models import Audience
from tradewind_web.sharing.records import SharedRecord

CALENDARS = (
    ("gregorian", _("Gregorian")),
    ("buddhist", _("Buddhist")),
    ("solar-hijri", _("Solar Hijri")),
    ("ethiopian", _("Ethiopian")),
)


class Kept(models.Model):
    """Why something is held and until when: the purpose, the law it rests on, the last day."""

    purpose = models.CharField(max_length=300, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    retain_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Said(models.Model):
    """What a person said of a file that the file cannot tell."""

    sender = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=3, blank=True)
    historical = models.BooleanField(default=False)
    #: Settles 03/04/2024: True is 3 April, False 4 March, None was not said.
    day_first = models.BooleanField(null=True)
    calendar = models.CharField(max_length=20, blank=True, choices=CALENDARS)
    mapping = models.JSONField(null=True)

    class Meta:
        abstract = True


class Upload(SharedRecord, Kept, Said):
    """A file that was sent; its batches take its audience. Only its owner sees the upload itself."""

    class State(models.TextChoices):
        """Where a file stands on its way in."""

        WAITING = "waiting", _("being read")
        LOADED = "loaded", _("loaded")
        ASKS = "asks", _("asks a question")
        REFUSED = "refused", _("could not be read")

    class Way(models.TextChoices):
        """How the file came."""

        FORM = "form", _("sent in a page")
        FOLDER = "folder", _("found in the watched folder")
        CORRECTION = "correction", _("corrected rows")

    kind = "upload"

    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.FORM)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    #: What was wrong with the whole file, and what to do about it.
    trouble = models.TextField(blank=True)
    mend = models.TextField(blank=True)
    #: A first mapping for a table nobody has described (`describing.py` says what is in it).
    draft = models.JSONField(null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey("sources.Batch", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["owner", "-sent_at"], name="upload_newest"),)

    @property
    def folder(self) -> Path:
        """The folder of its own in which the file lies until it is loaded."""
        return Path(settings.OFFICE.uploads) / str(self.pk)

    @property
    def path(self) -> Path:
        """Where the file lies until it is loaded; the warehouse then keeps the original."""
        return self.folder / self.file_name


class Batch(SharedRecord, Kept):
    """What one reading of one file holds. `library_id` names it in the warehouse; `owner` is its steward."""

    kind = "batch"

    library_id = models.CharField(max_length=32)
    file_name = models.CharField(max_length=255)
    format = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    #: Canonical table -> rows.
    tables = models.JSONField(default=dict)
    rows = models.BigIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    notices = models.JSONField(default=list)
    #: The generation of the warehouse in which it first counted.
    generation = models.PositiveIntegerField()
    sender = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=3, blank=True)
    historical = models.BooleanField(default=False)
    loaded_at = models.DateTimeField(default=timezone.now)
    #: When a later reading of the same file took its place; it no longer counts.
    replaced_at = models.DateTimeField(null=True)
    #: Whether corrected rows of it can be read again here; else they are mended where the file came from.
    mendable = models.BooleanField(default=False)
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            # Two agencies that load one file have two batches: the steward is part of the library's identity too.
            models.UniqueConstraint(fields=["library_id", "owner"], name="one_batch_a_steward"),
        )
        indexes = (
            models.Index(fields=["-loaded_at", "-id"], name="batch_newest"),
            models.Index(fields=["owner", "retain_until"], name="batch_retention"),
        )

    def __str__(self) -> str:
        return self.file_name


class Retirement(models.Model):
    """The end of a batch's time, step by step: announced, without persons, its files removed. Part of the batch."""

    class State(models.TextChoices):
        """How far it is."""

        NOTICED = "noticed", _("announced")
        BLANKING = "blanking", _("being forgotten")
        BLANKED = "blanked", _("who is named in it is forgotten")
        DONE = "done", _("forgotten, its files removed")

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="retirement")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NOTICED)
    noticed_at = models.DateTimeField(default=timezone.now)
    #: From this day on who is named in it is forgotten.
    blank_on = models.DateField()
    blanked_at = models.DateTimeField(null=True)
    #: From this day on the old files are removed.
    remove_on = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)
    #: What is left of it, without persons; None where a later reading of its file counts.
    successor = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    #: Why it does not go on.
    waits_for = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "blank_on"], name="retirement_due"),)

    @property
    def is_forgotten(self) -> bool:
        """Whether who is named in the batch is forgotten already."""
        return self.state in (self.State.BLANKED, self.State.DONE)


class RetentionRule(models.Model):
    """How long a Party (or a body of no Party) keeps records of a kind, why, and on which law."""

    class What(models.TextChoices):
        """Kinds of record that have an end."""

        FILE = "batch", _("files and what was read from them")
        TRADER = "trader", _("traders")
        SEIZURE = "seizure", _("seizures")
        CASE = "case", _("cases")
        PROCEEDING = "proceeding", _("proceedings")
        CUSTODY = "custody", _("custody and evidence of seizures")
        WATCH = "watch", _("entries of the watch list")
        SEARCH = "person_search", _("workbooks of what is held on a person")

    #: ISO 3166 alpha-3 of the Party, or the key of the agency.
    scope = models.CharField(max_length=40)
    what = models.CharField(max_length=20, choices=What.choices)
    purpose = models.CharField(max_length=300, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    days = models.PositiveIntegerField()
    #: Between the notice and the forgetting, and from there to the removal of the old files.
    notice_days = models.PositiveIntegerField(default=30)
    grace_days = models.PositiveIntegerField(default=30)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scope", "what"], name="one_rule_a_kind"),)


class Ending(Kept):
    """The end of a case, a proceeding or the custody of a seizure: its last day, then step by step as of a file."""

    class State(models.TextChoices):
        """How far it is."""

        KEPT = "kept", _("kept")
        NOTICED = "noticed", _("announced")
        BLANKED = "blanked", _("who is named in it is forgotten")
        DONE = "done", _("forgotten, its files removed")

    class Waits(models.TextChoices):
        """Why it is kept though its last day is past."""

        HOLD = "hold", _("a legal hold stands")
        CASE = "case", _("the case is still worked in")
        PROCEEDING = "proceeding", _("a proceeding about it is open")
        LIMITATION = "limitation", _("the time in which the law lets it be pursued still runs")
        APPEAL = "appeal", _("it is on appeal, or can still be appealed")
        GOODS = "goods", _("goods are still held")
        ARRIVAL = "arrival", _("the proof that returned goods arrived is missing")

    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    #: Its number in the register: it names nobody, and stays.
    title = models.CharField(max_length=60)
    what = models.CharField(max_length=20, choices=RetentionRule.What.choices)
    #: The day from which the term counts: of the closing, of the final decision, when nothing was held any more.
    ended_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.KEPT)
    waits_for = models.CharField(max_length=12, choices=Waits.choices, blank=True)
    noticed_at = models.DateTimeField(null=True)
    blank_on = models.DateField(null=True)
    blanked_at = models.DateTimeField(null=True)
    remove_on = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="one_ending_a_record"),
        )
        indexes = (models.Index(fields=["owner", "state", "retain_until"], name="ending_due"),)

    @property
    def is_forgotten(self) -> bool:
        """Whether who is named in it is forgotten already."""
        return self.state in (self.State.BLANKED, self.State.DONE)


class RefusedRow(models.Model):
    """A row that could not be read: where it stood, why, how to mend it, and the row itself as it stood."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="refused_rows")
    number = models.PositiveIntegerField()
    sheet = models.CharField(max_length=255, blank=True)
    line = models.BigIntegerField(null=True)
    column = models.TextField(blank=True)
    value = models.TextField(blank=True)
    reason = models.TextField()
    mend = models.TextField(blank=True)
    #: [heading, text] of each cell in their order, which PostgreSQL would not keep of a JSON object.
    record = models.JSONField(default=list)
    mended_by = models.ForeignKey(Upload, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "number"], name="one_refused_row_a_number"),)

    @property
    def cells(self) -> dict[str, str]:
        """Heading -> text, in the order of the file."""
        return dict(self.record)


class KeptMapping(models.Model):
    """How an agency reads one layout, kept so that the next file of the same headings asks nothing."""

    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    signature = models.CharField(max_length=16)
    said = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "signature"], name="one_mapping_a_layout"),)


class WatchedFolder(Kept):
    """The folder from which an agency's files are loaded by themselves, and whom what is in them reaches."""

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=False)
    every_minutes = models.PositiveIntegerField(default=60)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    retain_years = models.PositiveSmallIntegerField(default=10)
    changed_at = models.DateTimeField(default=timezone.now)

    @property
    def path(self) -> Path:
        """Files put here are loaded; they move to `done/` or `refused/` in it."""
        return Path(settings.OFFICE.folder) / "inbox" / str(self.agency_id)


class PersonSearch(SharedRecord):
    """One answer to "what do you hold on this person?": asked by a supervisor, made as a workbook by a job."""

    class State(models.TextChoices):
        """Whether the workbook is there."""

        WAITING = "waiting", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be made")
        REMOVED = "removed", _("removed, its time to be kept ended")

    kind = "person_search"

    searched = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    rows = models.PositiveIntegerField(default=0)
    #: Keys of the batches whose rows are in the workbook; None of one made before these were kept.
    rests_on = models.JSONField(null=True)
    trouble = models.TextField(blank=True)
    #: The last day of the workbook, and of the name that was searched.
    retain_until = models.DateField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["owner", "-asked_at"], name="person_search_newest"),)

    @property
    def path(self) -> Path:
        """Where the workbook lies."""
        return Path(settings.OFFICE.folder) / "exports" / f"{self.pk}.xlsx"
