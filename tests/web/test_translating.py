"""A country adds its own language in Excel: out, translated, back, and on the page."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tradewind.errors import FileRefused, UnknownName
from tradewind_web.translating import languages_in, read_workbook, write_workbook


def filled(path: Path, words: dict[str, str]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in sheet.iter_rows(min_row=2):
        if row[1].value in words:
            row[4].value = words[row[1].value]
    book.save(path)


@pytest.mark.long
def test_a_new_language_goes_out_comes_back_and_stands_on_the_page(tmp_path):
    out = tmp_path / "sw.xlsx"
    office = tmp_path / "office"
    environment = {**os.environ, "TRADEWIND_OFFICE": str(office)}
    command = [sys.executable, "-m", "tradewind_cli.main", "translate"]
    subprocess.run([*command, "--language", "sw", "--out", str(out)], env=environment, check=True)
    filled(out, {"Sign in": "Ingia", "Password": "Nenosiri"})
    subprocess.run([*command, str(out)], env=environment, check=True)
    script = (
        "from tradewind_web.running.opening import open_platform, bring_up_to_date\n"
        "office = open_platform(None, demonstration=False)\n"
        "bring_up_to_date(office, lambda text: None)\n"
        "from tradewind_web.agencies.models import Agency\n"
        "Agency.objects.create(name='A', kind='nou')\n"
        "from django.test import Client\n"
        "page = Client(SERVER_NAME='localhost', HTTP_ACCEPT_LANGUAGE='sw').get('/sign-in/').content.decode()\n"
        "assert 'Ingia' in page and 'Nenosiri' in page and 'Kiswahili' in page, page\n"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-1500:]


def test_a_translation_that_lost_a_placeholder_is_refused_and_the_rest_goes_in(tmp_path):
    out = tmp_path / "fr.xlsx"
    write_workbook("fr", out)
    filled(out, {"Sign in": "Entrer", "Enter as %(name)s": "Entrer"})
    brought = read_workbook(out, tmp_path / "locale")
    assert len(brought.refused) == 1
    assert "lost %(name)s" in brought.refused[0]
    assert brought.translated > 0
    assert languages_in(tmp_path / "locale") == [("fr", "Français")]


def test_what_comes_back_unchanged_is_what_went_out(tmp_path):
    out, again = tmp_path / "ar.xlsx", tmp_path / "again.xlsx"
    write_workbook("ar", out)
    read_workbook(out, tmp_path / "locale")
    write_workbook("ar", again, tmp_path / "locale")

    def cells(path):
        return [[c.value for c in row] for row in openpyxl.load_workbook(path).active.iter_rows()]

    assert cells(out) == cells(again)


def test_a_file_that_is_no_such_workbook_and_an_unknown_language_are_said(tmp_path):
    wrong = tmp_path / "wrong.xlsx"
    openpyxl.Workbook().save(wrong)
    with pytest.raises(FileRefused, match="first row"):
        read_workbook(wrong, tmp_path)
    (tmp_path / "text.xlsx").write_text("no workbook")
    with pytest.raises(FileRefused, match="workbook"):
        read_workbook(tmp_path / "text.xlsx", tmp_path)
    with pytest.raises(UnknownName):
        write_workbook("xx-nowhere", tmp_path / "x.xlsx")
