"""Delivering what the detectors said: new findings, changed answers beside the earlier ones, withdrawn ones with why.

No write holds more than 500 rows, so a reader and another writer never wait long; a run that is cut off is taken up
by the next one, which changes only what is not yet so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from tradewind.detectors.apart import APART
from tradewind.detectors.registry import DETECTORS
from tradewind.findings import Finding as Answer
from tradewind.findings import digest
from tradewind.quantities import Interval, rounded_within
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor, record
from tradewind_web.findings.asking import Told
from tradewind_web.findings.events import DetectorsAsked
from tradewind_web.findings.grounds import Ground, Stone, ground_of
from tradewind_web.findings.models import OF_PLATFORM, EvidenceRow, Finding, Like, Revision, Run, Tier
from tradewind_web.findings.reaching import Allowed, Batches, audience_after
from tradewind_web.jobs.queue import announce
from tradewind_web.sources.models import Batch
from tradewind_web.traders.searching import search_key

#: Rows a transaction writes at most (ARCHITECTURE: SQLite is run as it must be).
CHUNK: Final = 500
ROWS_KEPT: Final = 20
_TIERS: Final = {"look first": Tier.FIRST, "look if time": Tier.IF_TIME, "note": Tier.NOTE}
#: Facts by which people look for a finding beside its subject.
_SEARCHED: Final = ("importer", "exporter", "consignee", "holder", "licence", "case", "zone", "who")

#: Row references -> what the rows say.
Rows = Callable[[Collection[str]], Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the platform holds of a finding already, enough to tell whether an answer is new."""

    pk: Any
    answer: tuple[str, str, str, int]
    rows_digest: str
    status: str
    audience: tuple[int, int, datetime, int | None]


def deliver(
    *, acting: Actor, agency: Agency, told: Told, batches: Batches, rows: Rows, basis: str, at: datetime
) -> Run:
    """The platform holds exactly what was told, each earlier answer kept; the same again changes nothing."""
    answers = {a.id: a for a in told.findings}
    counts = _bring(agency, answers, batches, rows, at)
    withdrawn = _withdraw(agency, told, answers.keys(), batches, at, ~Q(detector__in=list(APART)))
    ground = ground_of(b.pk for b in batches.by_name.values())
    done = _finish(
        acting, agency, told, basis, at, counts, withdrawn, sorted(answers.values(), key=lambda a: a.id), ground
    )  # fmt: skip
    sweep()
    return done


class Behind(Protocol):
    """What a delivery asks of the batches behind its answers: those it could read, and what they allow of one."""

    by_name: Mapping[str, Batch]

    def behind(self, answer: Answer, needs: Iterable[Iterable[str]]) -> Allowed: ...


@dataclass(frozen=True, slots=True)
class Brought:
    """What a delivery changed."""

    new: int
    revised: int
    withdrawn: int


def deliver_apart(*, agency: Agency, told: Told, batches: Behind, rows: Rows, at: datetime) -> Brought:
    """As `deliver`, for detectors that an app answers from its own records (APART): the others' findings stay, and no
    round over the warehouse is noted."""
    answers = {a.id: a for a in told.findings}
    counts = _bring(agency, answers, batches, rows, at)
    withdrawn = _withdraw(agency, told, answers.keys(), batches, at, Q(detector__in=list(told.asked)))
    sweep()
    return Brought(counts["new"], counts["revised"], withdrawn)


def _bring(
    agency: Agency, answers: Mapping[str, Answer], batches: Behind, rows: Rows, at: datetime
) -> dict[str, int]:
    """Write what is new or says something else; how many of each."""
    known = _known(agency)
    counts = {"new": 0, "revised": 0}
    changed: list[tuple[Answer, _Known | None, Allowed]] = []
    same: dict[str, list[Any]] = {}
    for answer in answers.values():
        before, allowed = known.get(answer.id), _allowed(answer, batches)
        if before is None or _differs(answer, before, allowed):
            changed.append((answer, before, allowed))
        else:
            same.setdefault(answer.run, []).append(before.pk)
    for part in _in_parts(changed):
        refs = {ref for answer, *_ in part for reason in answer.reasons for ref in reason.rows[:ROWS_KEPT]}
        said = rows(refs)  # read before the transaction begins: nothing is computed inside
        for chunk in _chunks(part):
            _write(agency, chunk, said, batches, at, counts)
    for run, keys in same.items():
        for start in range(0, len(keys), CHUNK):
            with transaction.atomic():
                Finding.objects.filter(pk__in=keys[start : start + CHUNK]).update(run=run, last_seen=at)
    return counts


def _known(agency: Agency) -> dict[str, _Known]:
    columns = (
        "library_id", "pk", "revision", "version", "detector", "tier", "rows_digest", "status", "audience_id",
        "first_audience_id", "audience_since", "ground_id",
    )  # fmt: skip
    return {
        row[0]: _Known(row[1], row[2:6], row[6], row[7], row[8:])
        for row in Finding.objects.filter(owner=agency).values_list(*columns).iterator()
    }


def _allowed(answer: Answer, batches: Behind) -> Allowed:
    detector = DETECTORS.get(answer.detector)
    return batches.behind(answer, detector.needs if detector else ())


def _differs(answer: Answer, before: _Known, allowed: Allowed) -> bool:
    return (
        (answer.revision, answer.version, answer.detector, int(_TIERS[answer.tier])) != before.answer
        or rows_digest(answer) != before.rows_digest
        or before.status != Finding.Status.CURRENT
        or (allowed.audience.pk, allowed.since, allowed.ground.pk) != before.audience[1:]
    )


def rows_digest(answer: Answer) -> str:
    """Names the rows behind an answer, in their order."""
    return digest([list(reason.rows) for reason in answer.reasons])


def _in_parts(changed: Sequence[Any], size: int = 5_000) -> Iterator[Sequence[Any]]:
    for start in range(0, len(changed), size):
        yield changed[start : start + size]


def _chunks(part: Sequence[tuple[Answer, _Known | None, Allowed]]) -> Iterator[list[Any]]:
    """As many findings as fill a transaction with their evidence."""
    chunk: list[Any] = []
    size = 0
    for entry in part:
        weight = 2 + sum(min(len(reason.rows), ROWS_KEPT) for reason in entry[0].reasons)
        if chunk and size + weight > CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(entry)
        size += weight
    if chunk:
        yield chunk


@transaction.atomic
def _write(
    agency: Agency, chunk: Sequence[tuple[Answer, _Known | None, Allowed]], said: Mapping[str, Any],
    batches: Behind, at: datetime, counts: dict[str, int],
) -> None:  # fmt: skip
    held = {
        f.pk: f
        for f in Finding.objects.select_for_update(of=("self",))
        .select_related("audience", "first_audience")
        .filter(pk__in=[before.pk for _, before, _ in chunk if before])
    }
    new: list[Finding] = []
    old: list[Finding] = []
    revisions: list[Revision] = []
    evidence: list[EvidenceRow] = []
    for answer, before, allowed in chunk:
        columns = columns_of(answer) | {"last_seen": at, "first_audience": allowed.audience,
                                        "audience_since": allowed.since,
                                        "ground": allowed.ground}  # fmt: skip
        if before is None:
            finding = Finding(owner=agency, first_seen=at, audience=allowed.audience, **columns)
            new.append(finding)
            counts["new"] += 1
        else:
            finding = held[before.pk]
            if (
                before.answer[0] != answer.revision
                or before.answer[3] != columns["tier"]
                or before.status != "current"
            ):
                revisions.append(_kept(finding, at))
                counts["revised"] += 1
            columns["audience"] = audience_after(finding.audience, finding.first_audience, allowed.audience)
            for name, value in columns.items():
                setattr(finding, name, value)
            old.append(finding)
        evidence += _evidence(finding, answer, said, batches)
    Finding.objects.bulk_create(new)
    if old:
        Finding.objects.bulk_update(old, sorted(columns))
        EvidenceRow.objects.filter(finding__in=old).delete()
    Revision.objects.bulk_create(revisions)
    EvidenceRow.objects.bulk_create(evidence)


def _says_something_else(before: _Known, answer: Answer) -> bool:
    """Whether a person would read another answer, not only the same from another version or other rows."""
    revision, _version, _detector, tier = before.answer
    return (
        revision != answer.revision or tier != _TIERS[answer.tier] or before.status != Finding.Status.CURRENT
    )


def _kept(finding: Finding, at: datetime) -> Revision:
    return Revision(
        finding=finding, revision=finding.revision, until=at, answer=answer_of(finding), ground_id=finding.ground_id
    )  # fmt: skip


def _evidence(
    finding: Finding, answer: Answer, said: Mapping[str, Any], batches: Behind
) -> Iterator[EvidenceRow]:
    for place, reason in enumerate(answer.reasons):
        for ref in reason.rows[:ROWS_KEPT]:
            batch = batches.by_name.get(ref.split(":", 1)[0])
            yield EvidenceRow(
                finding=finding,
                reason=place,
                batch=batch,
                row_ref=ref,
                values=said.get(ref, {}) if batch or ref.startswith(OF_PLATFORM) else {},
            )


def columns_of(answer: Answer) -> dict[str, Any]:
    """An answer of the library as columns of a finding."""
    facts = rounded_within(dict(answer.facts))
    return {
        "library_id": answer.id, "revision": answer.revision, "run": answer.run, "detector": answer.detector,
        "version": answer.version, "status": Finding.Status.CURRENT, "gone_because": "",
        "tier": int(_TIERS[answer.tier]), "rank": answer.score, "subject_kind": answer.subject_kind,
        "subject_id": answer.subject_id, "party": answer.party or "", "partner": answer.partner or "",
        "substance": (answer.substance or "")[:200], "period_start": answer.period_start,
        "period_end": answer.period_end,
        **_interval("mass", "g", answer.mass_kg), **_interval("co2e", "kg", answer.co2e_t),
        **_interval("odp", "g", answer.odp_t, 1_000_000),
        "cheapest_check": answer.cheapest_check,
        "reasons": [
            {"code": r.code, "text": r.text, "weight": r.weight, "rows": len(r.rows)} for r in answer.reasons
        ],
        "lawful_explanations": list(answer.lawful_explanations),
        "facts": json.loads(json.dumps(facts, default=str)),
        "search_key": search_key(_searched(answer), parties=(answer.party or "", answer.partner or ""), names=False),
        "rows_digest": rows_digest(answer),
    }  # fmt: skip


def _searched(answer: Answer) -> list[str]:
    named = [answer.facts.get(name) for name in _SEARCHED]
    texts = [answer.subject_id, answer.substance or "", answer.detector, *(str(t) for t in named if t)]
    return [*texts, *(reason.text for reason in answer.reasons)]


def _interval(name: str, unit: str, value: Interval | None, factor: int = 1_000) -> dict[str, int | None]:
    ends = (None, None, None) if value is None else (value.low, value.mid, value.high)
    return {
        f"{name}_{end}_{unit}": None if figure is None else round(figure * factor)
        for end, figure in zip(("low", "mid", "high"), ends, strict=True)
    }


def answer_of(finding: Finding) -> dict[str, Any]:
    """What a finding says now, kept when it says something else."""
    kept = (
        "version", "status", "gone_because", "tier", "mass_low_g", "mass_mid_g", "mass_high_g", "co2e_low_kg",
        "co2e_mid_kg", "co2e_high_kg", "cheapest_check", "reasons", "lawful_explanations",
    )  # fmt: skip
    return {name: getattr(finding, name) for name in kept} | {"said": finding.facts.get("said", [])}


def _withdraw(
    agency: Agency, told: Told, said: Collection[str], batches: Behind, at: datetime, among: Q
) -> int:
    """Those that no detector says any more, each with the reason; how many."""
    gone = [
        pk
        for pk, name in Finding.objects.filter(among, owner=agency, status=Finding.Status.CURRENT)
        .values_list("pk", "library_id")
        if name not in said
    ]  # fmt: skip
    for start in range(0, len(gone), CHUNK // 2):
        part = gone[start : start + CHUNK // 2]
        with transaction.atomic():
            _withdraw_part(part, told, batches, at)
    return len(gone)


def _withdraw_part(keys: Sequence[Any], told: Told, batches: Behind, at: datetime) -> None:
    findings = list(Finding.objects.select_for_update(of=("self",)).filter(pk__in=keys))
    present = {b.pk for b in batches.by_name.values()}
    lost = {
        pk
        for pk, batch in EvidenceRow.objects.filter(finding__in=keys).values_list("finding", "batch")
        if batch is not None and batch not in present
    }
    revisions = []
    for finding in findings:
        revisions.append(_kept(finding, at))
        finding.status = Finding.Status.WITHDRAWN
        finding.gone_because = _why_gone(finding, told, finding.pk in lost)
    Finding.objects.bulk_update(findings, ["status", "gone_because"])
    Revision.objects.bulk_create(revisions)


def _why_gone(finding: Finding, told: Told, rows_lost: bool) -> str:
    if finding.detector in told.not_asked:
        return Finding.Gone.UNASKED
    if rows_lost:
        return Finding.Gone.ROWS
    if told.asked.get(finding.detector) != finding.version:
        return Finding.Gone.VERSION
    return Finding.Gone.DATA


@transaction.atomic
def _finish(
    acting: Actor, agency: Agency, told: Told, basis: str, at: datetime, counts: Mapping[str, int],
    withdrawn: int, answers: Sequence[Answer], ground: Ground,
) -> Run:  # fmt: skip
    Run.objects.filter(agency=agency, ground__isnull=False).update(ground=None)
    text = json.dumps([[a.id, a.revision] for a in answers])
    run = Run.objects.create(
        agency=agency, started_at=at, finished_at=at, generation=told.generation, basis=basis,
        asked=dict(told.asked), not_asked=dict(told.not_asked),
        not_judged={name: dict(why) for name, why in told.not_judged.items()}, found=len(answers),
        withdrawn=withdrawn, digest=hashlib.sha256(text.encode()).hexdigest(), ground=ground, **counts,
    )  # fmt: skip
    for detector, like in told.like.items():
        Like.objects.update_or_create(
            agency=agency, detector=detector,
            defaults={"as_of": at, "ground": ground, "confirmed": like.confirmed, "on_paper": like.on_paper,
                      "explained": like.explained, "open": like.open},
        )  # fmt: skip
    Like.objects.filter(agency=agency).exclude(detector__in=told.like).delete()
    announce("findings.delivered", {"run": run.pk}, agency_id=agency.pk)
    record(acting, DetectorsAsked(
        subject_kind="run", subject_id=str(run.pk), generation=run.generation, found=run.found, new=run.new,
        revised=run.revised, withdrawn=run.withdrawn, not_asked=len(told.not_asked), digest=run.digest,
    ))  # fmt: skip
    return run


def sweep() -> int:
    """Forget the sets of batches that nothing rests on any more; how many."""
    idle = Ground.objects.all()
    for held in Ground._meta.get_fields(include_hidden=True):
        if held.one_to_many and held.related_model is not Stone:
            rows = held.related_model._base_manager.filter(**{held.field.name: OuterRef("pk")})  # type: ignore[union-attr]
            idle = idle.filter(~Exists(rows))
    keys = list(idle.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK // 10):
        with transaction.atomic():
            Ground.objects.filter(pk__in=keys[start : start + CHUNK // 10]).delete()
    return len(keys)
