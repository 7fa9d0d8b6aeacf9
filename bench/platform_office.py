"""An invented office at the size of a large one: a million declaration lines, 20,000 findings, 10,000 traders.

The lines are loaded as anybody's files are, and the detectors are asked over them; what they said is repeated about
other lines until there are enough findings, and delivered as every run is. The other rows of the platform are made in
bulk, for this alone.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bench import screening_lines

BATCHES, LINES_OF_ONE = 200, 5_000
FINDINGS, TRADERS, SEIZURES = 20_000, 10_000, 2_000
#: name, kind, share of the batches and findings, people
AGENCIES: Final = (
    ("Invented customs", "customs", 0.6, 10),
    ("Invented ozone unit", "nou", 0.25, 6),
    ("Invented market surveillance", "market", 0.15, 4),
)
GROUPS: Final = ("Neighbours", "Ports", "Cold chain")
_AT_ONCE: Final = 500
_STATES: Final = (
    "assigned",
    "assigned",
    "assigned",
    "snoozed",
    "explained",
    "explained",
    "wrong",
    "confirmed",
)


def build(folder: Path) -> None:
    """Make the office in this folder, once; what is there already stands."""
    from tradewind_web.running.opening import bring_up_to_date, open_platform

    office = open_platform(folder, demonstration=False)
    bring_up_to_date(office, _say)
    if (folder / "built").exists():
        return
    from tradewind_web.agencies.models import Agency

    if Agency.objects.exists():
        raise SystemExit(f"{folder} was begun and not finished; remove it and run this again")
    started = time.perf_counter()
    chance = random.Random(5)
    agencies = _people()
    groups = _groups(agencies)
    batches = _load(folder, office.warehouse_url, agencies, groups, chance)
    _traders(agencies, groups, batches, chance)
    _find(agencies, batches, chance)
    _triage(agencies, chance)
    _seize(agencies, chance)
    _draw(agencies)
    (folder / "built").write_text(f"{time.perf_counter() - started:.0f} s\n")


def _people() -> list[Any]:
    from tradewind_web.accounts.models import User
    from tradewind_web.agencies.models import Agency, Membership

    agencies = []
    for name, kind, _share, people in AGENCIES:
        agency = Agency.objects.create(name=name, party="KEN", kind=kind, idle_minutes=120)
        agencies.append(agency)
        for number in range(people):
            user = User.objects.create_user(f"{kind}{number}", None, display_name=f"{name} {number}")
            for role in ("officer", "supervisor") if number == 0 else ("officer",):
                Membership.objects.create(user=user, agency=agency, role=role)
    return agencies


def _groups(agencies: Sequence[Any]) -> list[Any]:
    from tradewind_web.sharing.models import Group, GroupMembership

    groups = [Group.objects.create(name=n, owner=a) for n, a in zip(GROUPS, agencies, strict=True)]
    long_ago = datetime.now(UTC) - timedelta(days=300)
    for number, group in enumerate(groups):
        for agency in (agencies[number], agencies[(number + 1) % 3]):
            GroupMembership.objects.create(group=group, agency=agency, starts_at=long_ago)
    return groups


def _audiences(agency: Any, group: Any) -> tuple[Any, Any]:
    """Its own alone, and its own with a group."""
    from tradewind_web.sharing.audiences import audience_of

    return audience_of(agencies=[agency]), audience_of(agencies=[agency], groups=[group])


def _load(
    folder: Path, url: str, agencies: Sequence[Any], groups: Sequence[Any], chance: random.Random
) -> dict[Any, list[Any]]:
    from tradewind.formats.reading import Instructions
    from tradewind.intake import load
    from tradewind_web.audit.recording import PlatformFor
    from tradewind_web.sources.actions.arriving import note_batch
    from tradewind_web.sources.loading import sender_of

    found: dict[Any, list[Any]] = {}
    first = 0
    for (_name, _kind, share, _people), agency, group in zip(AGENCIES, agencies, groups, strict=True):
        _say(f"loading the lines of {agency}")
        files = []
        for number in range(round(BATCHES * share)):
            file = folder / f"{agency.kind}-{number:03d}.csv"
            screening_lines.write(file, LINES_OF_ONE, 0.3, seed=first, first=first)
            files.append(file)
            first += LINES_OF_ONE
        said = Instructions(steward=str(agency.pk), sender=sender_of(agency, ""))
        report = load(files, url, said, audience=(str(agency.pk),))
        alone, shared = _audiences(agency, group)
        acting, since = PlatformFor(str(agency.pk)), datetime.now(UTC)
        found[agency.pk] = [
            note_batch(
                acting=acting, steward=agency, record=loaded.record, generation=report.generation,
                audience=shared if chance.random() < 0.2 else alone, audience_since=since,
                purpose="risk analysis",
            )
            for loaded in report.batches
        ]  # fmt: skip
        for file in files:
            file.unlink()
    return found


def _traders(
    agencies: Sequence[Any], groups: Sequence[Any], batches: dict[Any, list[Any]], chance: random.Random
) -> None:
    from tradewind_web.traders.models import Trader
    from tradewind_web.traders.searching import search_key, sort_key

    _say("registering traders")
    words = ("Invented", "Cooling", "Chemicals", "Frost", "Logistics", "Gas", "Industrial", "Summit", "Coast",
             "Ltd", "Холод", "شركة", "制冷", "Frigorifique", "Refrigeración")  # fmt: skip
    audiences = [_audiences(agency, group) for agency, group in zip(agencies, groups, strict=True)]
    made = []
    for number in range(TRADERS):
        place = min(int(number / TRADERS * 3), 2)
        agency = agencies[place]
        alone, shared = audiences[place]
        name = f"{' '.join(chance.sample(words, 3))} {number:05d}"
        code = chance.choice(("KEN", *screening_lines.PLACES))
        made.append(Trader(
            owner=agency, audience=shared if chance.random() < 0.1 else alone, name=name,
            national_number=f"P{number:09d}A", country=code, kinds_text=chance.choice((",importer,", ",exporter,",
            ",importer,broker,")), state=chance.choice(("kept", "proposed")),
            batch=chance.choice(batches[agency.pk]), address=f"Invented Road {number}",
            search_key=search_key([name, f"P{number:09d}A"], parties=[code]), sort_key=sort_key(name),
        ))  # fmt: skip
    Trader.objects.bulk_create(made, batch_size=_AT_ONCE)


def _find(agencies: Sequence[Any], batches: dict[Any, list[Any]], chance: random.Random) -> None:
    from tradewind_web.audit.recording import PlatformFor
    from tradewind_web.findings.asking import ask_all, values_of
    from tradewind_web.findings.delivery import deliver
    from tradewind_web.findings.reaching import Batches
    from tradewind_web.sources.queries import warehouse_for_agency

    told: Any = None
    for (_name, _kind, share, _people), agency in zip(AGENCIES, agencies, strict=True):
        own = batches[agency.pk]
        now = datetime.now(UTC)
        with warehouse_for_agency(agency) as warehouse:
            if told is None:
                told = ask_all(warehouse, date(2026, 12, 1), lambda _share, what: _say(f"asking {what}"))
                _say(f"{len(told.findings):,} findings of the detectors")
            answers = tuple(_repeated(told.findings, round(FINDINGS * share), own, agency.kind, chance))
            _say(f"delivering {len(answers):,} findings to {agency}")
            by_name = {b.library_id: b for b in own}
            deliver(
                acting=PlatformFor(str(agency.pk)), agency=agency, told=dataclasses.replace(told, findings=answers),
                basis=str(now), at=now, rows=lambda refs, w=warehouse: values_of(w, refs),
                batches=Batches(agency, by_name, dict.fromkeys(by_name, ("declarations",)), now),
            )  # fmt: skip


def _repeated(
    answers: Sequence[Any], count: int, batches: Sequence[Any], kind: str, chance: random.Random
) -> Iterator[Any]:
    """What was said, about this many subjects, each resting on rows of one of these batches."""
    about_rows = [a for a in answers if a.reasons and all(r.rows for r in a.reasons)]
    for number, answer in zip(range(count), itertools.cycle(about_rows)):
        batch = chance.choice(batches).library_id
        reasons = tuple(
            dataclasses.replace(r, rows=tuple(":".join((batch, *ref.split(":")[1:])) for ref in r.rows[:3]))
            for r in answer.reasons
        )
        facts = {**answer.facts, "importer": f"Invented Trading Company {number % 8_000:05d} Ltd"}
        yield dataclasses.replace(
            answer, subject_id=f"26{kind}{number:07d}/1", reasons=reasons, facts=facts,
            score=round(chance.random(), 4), tier=chance.choice(("look first", "look if time", "note", "note")),
        )  # fmt: skip


def _triage(agencies: Sequence[Any], chance: random.Random) -> None:
    from tradewind_web.accounts.models import User
    from tradewind_web.findings.models import Finding, Triage, Watch

    _say("judging a third of them")
    today = datetime.now(UTC).date()
    for agency in agencies:
        people = list(User.objects.filter(memberships__agency=agency).distinct())
        made = []
        for key, revision in Finding.objects.filter(owner=agency).values_list("pk", "revision").iterator():
            if chance.random() > 0.3:
                continue
            state = chance.choice(_STATES)
            made.append(Triage(
                finding_id=key, agency=agency, state=state,
                assignee=chance.choice(people) if state == "assigned" else None,
                snoozed_until=today + timedelta(days=chance.randint(-5, 20)) if state == "snoozed" else None,
                decided_on_revision=revision if state in ("explained", "wrong", "confirmed") else "",
                decided_at=datetime.now(UTC) if state in ("explained", "wrong", "confirmed") else None,
            ))  # fmt: skip
        Triage.objects.bulk_create(made, batch_size=_AT_ONCE)
        for number in range(10):
            Watch.objects.create(
                agency=agency, what="trader", trader=f"Trading Company {number:05d}", reason="watched",
                made_by=people[0], made_at=datetime.now(UTC), ends_on=today + timedelta(days=60),
            )  # fmt: skip


def _seize(agencies: Sequence[Any], chance: random.Random) -> None:
    from tradewind_web.accounts.models import User
    from tradewind_web.seizures.models import SeizedItem, Seizure, Version

    _say("recording seizures")
    made, items = [], []
    for number in range(SEIZURES):
        agency = agencies[number % 3]
        gas = chance.choice(("HCFC-22", "HFC-134a", "R-410A", "R-404A", "unknown"))
        seizure = Seizure(
            owner=agency, audience=_audience_of_own(agency), number=f"2026-{number:04d}", year=2026 - number % 4,
            what="seizure", seized_on=date(2026 - number % 4, 1 + number % 12, 1 + number % 28), country="KEN",
            place=f"Invented port {number % 40}", found="routine_check", substances_text=f",{gas},",
            recorded_by=User.objects.filter(memberships__agency=agency).first(), net_g=number * 1_000,
        )  # fmt: skip
        made.append(seizure)
        items.append(
            SeizedItem(
                seizure=seizure,
                position=1,
                substance=gas,
                containers=number % 90 + 1,
                container_kind="disposable",
                mass_g=number * 1_000,
                basis="net",
            )
        )
    Seizure.objects.bulk_create(made, batch_size=_AT_ONCE)
    SeizedItem.objects.bulk_create(items, batch_size=_AT_ONCE)
    versions = [Version(seizure=s, number=1, said={"place": s.place}, by=s.recorded_by) for s in made]
    Version.objects.bulk_create(versions, batch_size=_AT_ONCE)


def _audience_of_own(agency: Any) -> Any:
    from tradewind_web.sharing.audiences import audience_of

    return audience_of(agencies=[agency])


def _draw(agencies: Sequence[Any]) -> None:
    from tradewind_web.desk.pictures import draw

    for agency in agencies:
        for language in ("en", "fr", "ar"):
            _say(f"drawing the picture of {agency}, {language}")
            draw(agency.pk, language)


def _say(text: str) -> None:
    print(f"  {text}", flush=True)
