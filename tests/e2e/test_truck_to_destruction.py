"""The road that docs/tutorials/truck-to-destruction.md tells, walked on a telephone in a browser."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from browser import enter, fits, flaws
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
LAW = "Customs Act (invented), section 12"
WIDTH, HEIGHT = 390, 844
#: On Bouvet.
TODAY = datetime.now(ZoneInfo("Atlantic/Stanley")).date().isoformat()


class Officer:
    """Somebody with a telephone; every page they come to must fit it."""

    def __init__(self, chromium: Browser, platform: str, name: str) -> None:
        context = chromium.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True, accept_downloads=True
        )
        self.page: Page = context.new_page()
        self.platform, self.main = platform, self.page.locator("main")
        self.page.on(
            "response", lambda r: self._broken.append(f"{r.status} {r.url}") if r.status >= 400 else None
        )
        self._broken: list[str] = []
        self.go("/sign-in/")
        enter(self.page, platform, name)

    def go(self, way: str) -> None:
        self.page.goto(way if way.startswith("http") else f"{self.platform}{way}")
        self.fits()

    def fits(self) -> None:
        """Nothing runs out of the screen sideways, nothing is refused."""
        assert fits(self.page), self.page.url
        assert not self._broken, self._broken

    def sound(self) -> None:
        """The whole page, unfolded, has no flaw; it is loaded anew, so that the road goes on."""
        here = self.page.url
        found = flaws(self.page)
        assert not found, (here, found)
        self.page.goto(here)

    def unfold(self) -> None:
        """What is folded can be filled in."""
        self.page.evaluate("document.querySelectorAll('main details').forEach((e) => (e.open = true))")

    def write(self, **said: str | bool) -> None:
        """Fill the form of the page by the names of its fields, unfolding what is folded."""
        self.unfold()
        for name, value in said.items():
            field = self.main.locator(f"[name='{name}']").first
            kind = field.evaluate("(e) => e.type")
            if kind in ("radio", "checkbox"):
                self.main.locator(
                    f"[name='{name}'][value='{value}']" if isinstance(value, str) else f"[name='{name}']"
                ).first.check()
            elif kind.startswith("select"):
                field.select_option(str(value))
            else:
                field.fill(str(value))

    def press(self, name: str, within: str = "main") -> None:
        self.page.locator(within).get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()
        self.fits()

    def keep(self, what: str) -> None:
        """Lay something that came of the case to it."""
        line = self.main.locator("form li", has_text=what).last
        line.get_by_role("button", name="Lay it to the case").click()
        self.reads("The evidence is kept.")
        self.fits()

    def follow(self, name: str) -> None:
        self.main.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        self.fits()

    def reads(self, text: str) -> None:
        expect(self.main).to_contain_text(text)


def _lay(officer: Officer, step: str, kind: str, text: str) -> None:
    """Evidence typed in at a step."""
    card = officer.page.locator(f"#step-{step}")
    officer.unfold()
    card.locator("[name=kind]").select_option(kind)
    card.locator("[name=text]").fill(text)
    officer.press("Keep it", f"#step-{step}")


def _done(officer: Officer, step: str, *answers: str) -> None:
    for answer in answers:
        officer.press(answer, f"#step-{step}")
    officer.press("It is done", f"#step-{step}")


def _verified(archive: bytes, folder: Path) -> tuple[int, str]:
    """What the archive's own VERIFY.py says of it, in an empty folder, without anything but Python."""
    folder.mkdir()
    (folder / "archive.zip").write_bytes(archive)
    with ZipFile(io.BytesIO(archive)) as packed:
        name = next(n for n in packed.namelist() if n.endswith("VERIFY.py"))
        (folder / "VERIFY.py").write_bytes(packed.read(name))
    command = [sys.executable, "-I", "-S", "VERIFY.py", "archive.zip"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture
def people(chromium: Browser, platform: str) -> Iterator[tuple[Officer, Officer, Officer]]:
    three = tuple(Officer(chromium, platform, name) for name in ("Maren", "Otto", "Vera"))
    yield three  # type: ignore[misc]
    for one in three:
        one.page.context.close()


def test_the_road(people: tuple[Officer, Officer, Officer], tmp_path: Path):
    maren, otto, vera = people
    # a finding becomes a case, and the goods are held under a ground of law
    maren.go("/findings/")
    maren.main.locator("a[href^='/findings/']").filter(has_text=re.compile("Declaration")).first.click()
    maren.page.wait_for_load_state()
    finding = maren.page.url
    maren.follow("Open a case")
    maren.press("Open the case")
    case = maren.page.url
    number = maren.page.locator("h1 .soft bdi").inner_text()
    _done(maren, "detect")
    _done(maren, "triage", "It stands")
    maren.follow("Hold the goods")
    maren.write(law=LAW, goods="One truck, 12 cylinders", place="East gate",
                seals="BVT 900", importer="Skua Cooling (invented)")  # fmt: skip
    maren.page.locator("[name=ground]").nth(2).check()
    maren.press("Hold")
    maren.reads("Goods are held")
    maren.sound()
    _done(maren, "hold")
    # beside the truck: the label is wrong, and the reading stays with the case
    maren.go("/identify/")
    maren.write(label="R-134a", share_r22="62", share_r12="38")
    maren.press("What may it be?")
    maren.reads("It is not what the label says")
    maren.sound()
    maren.write(cylinder="row 1, column 1")
    maren.press("Keep it with this case")
    maren.reads("The reading is kept with the case")
    assert maren.page.url == case
    # safety first, then the goods are looked at, and two persons decide in law
    _lay(maren, "safety", "safety_check", "Upright, no hiss, doors open")
    _done(maren, "safety", "None")
    _lay(maren, "examine", "photograph", "Six of labels and valves")
    _lay(maren, "examine", "weighing", "12 cylinders, 196.8 kg gross")
    _done(maren, "examine")
    _done(maren, "identify", "It is known")
    _lay(maren, "qualify", "hearing", "The importer did not answer")
    otto.go(case)
    _done(otto, "qualify", "A breach")
    maren.go(case)
    maren.press("Confirm it", "#step-qualify")
    maren.follow("Release or seize")
    maren.write(how="seized", reason="No licence, another gas than the label says")
    maren.press("End")
    # the seizure begins with what the case says, and is laid to it
    maren.press("Record a seizure", "#step-record")
    maren.write(what="seizure", seized_on=TODAY)
    assert maren.page.locator("[name=place]").input_value() == "East gate"
    maren.press("Save and go on")
    maren.reads("A reading kept with the case says R-12 and R-22")  # not the finding's gas
    maren.write(
        substance="R-22",
        label_says="R-134a",
        containers="12",
        container_kind="disposable",
        mass_g="163.2",
        basis="net",
    )
    maren.press("Save and go on")
    while "/found/" not in maren.page.url:
        maren.press("Save and go on")
    maren.write(found="risk_profile", methods="mislabelled")
    maren.press("Save and go on")
    maren.go(maren.page.url.replace("/photos/", "/basis/"))
    assert maren.page.locator("[name=legal_basis]").input_value() == LAW
    maren.press("Save and look it over")
    maren.press("Record the seizure")
    maren.reads("Seizures")
    _done(maren, "record")
    # custody: what is held, who took it under which seal, the form for two signatures, where it lies
    maren.follow("Custody")
    custody = maren.page.url
    seizure = custody.removesuffix("custody/")
    maren.follow("List an exhibit")
    maren.write(what="Pallet of 12 cylinders", substance="R-22", containers="12", container_kind="disposable",
                gross_g="196.8", tare_g="33.6", weighed="each")  # fmt: skip
    maren.press("List it")
    maren.go(custody)
    maren.follow("Add an entry")
    maren.write(act="taken", exhibits="1", day=TODAY, from_holder="The driver", from_place="East gate",
                to_holder="Maren", to_place="Store 1", seal_before="-", seal_after="BVT 901")  # fmt: skip
    maren.press("Write it")
    maren.go(custody)
    maren.sound()
    maren.page.locator(".timeline a").first.click()
    maren.page.wait_for_load_state()
    form = maren.main.get_by_role("link", name="Form for two signatures").get_attribute("href")
    sheet = maren.page.request.get(f"{maren.platform}{form}")
    assert sheet.body()[:4] == b"%PDF"
    maren.go(f"{seizure}storage/")
    maren.write(
        since=TODAY, mass_g="196.8", containers="12", daily_minor="45", currency="EUR", payer="importer"
    )
    maren.press("Start the meter")
    maren.reads("45")
    maren.go(case)
    maren.keep("Custody")
    _done(maren, "custody")
    # the prosecutor is given case and seizure
    for way in (case, seizure):
        maren.go(f"{way}share/")
        maren.main.get_by_label("Prosecutor of Bouvet").check()
        maren.write(reason="For the court")
        maren.press("Share")
    vera.go(f"{seizure}")
    vera.follow("Open a proceeding")
    vera.write(
        track="administrative", about="12 cylinders under another label", against="Skua Cooling (invented)"
    )
    vera.press("Open")
    proceeding = vera.page.url
    vera.follow("Add evidence")
    vera.write(side="for", text="The declaration names Skua Cooling")
    vera.press("Add")
    vera.main.locator("select[name=proof]").first.select_option("proved")
    vera.press("Judge")
    vera.sound()
    vera.follow("Weigh the amount")
    vera.page.locator("[name=provision]").first.check()
    vera.write(law_read_on=TODAY, currency="EUR", value="1000", value_source="An offer of that month (invented)",
               amount="6500", reasons="First infringement; labels of another gas were ordered on purpose")  # fmt: skip
    for field in vera.page.locator("textarea[name^=factor_]").all():
        field.fill("Nothing is known yet")
    vera.press("Write the worksheet")
    vera.go(f"{proceeding}decide/")
    vera.write(verdict="fine", decided_on=TODAY, currency="EUR", amount="6500", worksheet="1",
               text="Skua Cooling pays 6,500 euro; the goods are destroyed.", is_final=True)  # fmt: skip
    vera.press("Enter")
    vera.reads("6,500")
    vera.go(f"{proceeding}court/")
    vera.press("Make an archive")
    download = vera.main.get_by_role("button", name="Download the archive")
    expect(download).to_be_visible(timeout=20_000)
    vera.sound()
    with vera.page.expect_download() as taken:
        download.click()
    archive = Path(taken.value.path()).read_bytes()
    code, said = _verified(archive, tmp_path / "whole")
    assert code == 0, said
    assert "every byte as it was made" in said
    at = len(archive) // 2
    code, said = _verified(archive[:at] + bytes([archive[at] ^ 1]) + archive[at + 1 :], tmp_path / "changed")
    assert code != 0, said
    assert "NOT INTACT" in said
    vera.go(f"{proceeding}share/")
    vera.main.get_by_label("Customs of Bouvet").check()
    vera.write(reason="What was decided")
    vera.press("Share")
    # the decision is laid to the case; a supervisor ends the proceedings
    otto.go(case)
    otto.keep("Proceeding")
    _done(otto, "proceedings")
    otto.press("No", "#step-appeal")
    # the goods are destroyed: proposed by one, decided by another, certified, and the ledger closes
    maren.go(f"{seizure}disposal/")
    for field in maren.page.locator("select[name^=is_]").all():
        field.select_option("met")
    maren.write(exhibits="1", way="destruction", partner="Invented plant", why="No buyer may have it")
    maren.press("Propose it")
    otto.go(f"{seizure}disposal/1/")
    otto.write(allow="yes", decision="All conditions are met")
    otto.press("Decide")
    maren.go(f"{seizure}custody/write/")
    maren.write(act="destroyed", exhibits="1", day=TODAY, from_holder="Maren", from_place="Store 1",
                to_holder="Invented plant", to_place="Invented plant", seal_before="BVT 901")  # fmt: skip
    maren.press("Write it")
    maren.go(f"{seizure}evidence/")
    maren.page.locator("[name=upload]").set_input_files(
        {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": sheet.body()}
    )
    maren.write(origin="original")
    maren.press("Take them in")
    maren.go(f"{seizure}disposal/1/")
    maren.write(on=TODAY, certificate="1", mass_1="163.2")
    maren.press("Note it")
    maren.reads("It closes: what went is what was held.")
    maren.sound()
    maren.go(case)
    maren.keep("Disposal")
    _done(maren, "disposal")
    otto.go(case)
    otto.press("Confirm it", "#step-disposal")
    # one record, reported with Form 1
    maren.go(seizure)
    maren.follow("Reports")
    maren.follow("Form 1")
    maren.write(
        is_proven="yes", is_on_market="no", details="Another gas than the label says", action="Destroyed"
    )
    maren.press("Look at it")
    maren.press("File it with a number")
    maren.reads("As it was filed")
    maren.go(case)
    maren.keep("Report")
    _done(maren, "report")
    maren.page.locator("#step-learn textarea[name=note]").fill("Ask for the order: the labels were on it")
    maren.press("Close the case", "#step-learn")
    maren.reads(": seized.")
    maren.reads("Ask for the order")
    # and the finding learns what came of it
    maren.go(finding)
    maren.reads("Ask for the order")
    expect(maren.page.locator("section[aria-labelledby=h-cases]")).to_contain_text(f"{number} ")
    expect(maren.page.locator("section[aria-labelledby=h-cases]")).to_contain_text("seized")
