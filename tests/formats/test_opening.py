"""Opening what people send: by content, within limits, with a clear word where it cannot be."""

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from tradewind.errors import FileRefused, HostileFile
from tradewind.formats import bounded
from tradewind.formats.opening import open_file

TABLE = "code;land;kg\n290371;Côte d’Ivoire;1,5\n290339;España;2,5\n"


def put(folder: Path, data: bytes, name: str = "sent.dat") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as caught:
        opened = open_file(path)
        for _ in opened.lines():
            pass
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_common_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    opened = open_file(put(tmp_path, TABLE.encode(encoding)))
    assert (opened.kind, opened.delimiter) == ("csv", ";")
    assert [row for _, row in opened.rows()][1] == ["290371", "Côte d’Ivoire", "1,5"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", "a;b\nCuraçao;Réunion\n"),
        ("cp1250", "a;b\nŁódź;chłodniczy żółty\n"),
        ("cp1251", "импортёр;вещество\nООО Холод;хладон 22\nЗАО Север;фреон\n"),
        ("cp1254", "a;b\nSoğutma Şirketi;çıktı ışık\n"),
        ("cp1256", "المستورد;المادة\nشركة التبريد;غاز التبريد\n"),
        ("gb18030", "进口商;制冷剂\n北京制冷公司;二氟一氯甲烷\n"),
    ],
)
def test_a_guessed_encoding_is_right_and_said(tmp_path: Path, encoding: str, text: str) -> None:
    opened = open_file(put(tmp_path, text.encode(encoding)))
    assert list(opened.lines()) == text.splitlines()
    assert opened.assumption is not None


def test_two_encodings_in_one_file_are_refused_rather_than_mangled(tmp_path: Path) -> None:
    mixed = "a,b\nCôte,Réunion Curaçao España\n".encode() + "Côte\n".encode("latin-1")
    assert "two encodings are mixed" in refusal(put(tmp_path, mixed))


def test_an_encoding_that_changes_far_down_a_packed_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tradewind.formats.opening._PACKED_SCAN_BYTES", 1)
    data = b"a,b\n" + b"1,2\n" * 600_000 + "Côte,3\n".encode("latin-1")
    assert "do not fit the encoding it was read as (utf-8)" in refusal(put(tmp_path, gzip.compress(data)))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_follows_from_the_content(tmp_path: Path, mark: str) -> None:
    text = "Register 2024\n" + "".join(
        mark.join(row) + "\n" for row in [["a", "b", "c"], ["1", "x y", "3"]] * 3
    )
    opened = open_file(put(tmp_path, text.encode(), "name.parquet"))
    assert opened.delimiter == mark


def test_gzip_and_zip_read_as_what_is_inside(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data/table.csv", TABLE)
        archive.writestr("__MACOSX/data/._table.csv", b"\0\0")
    for data in (gzip.compress(TABLE.encode()), packed.getvalue()):
        opened = open_file(put(tmp_path, data))
        assert (opened.kind, list(opened.lines())) == ("csv", TABLE.splitlines())


def test_an_archive_of_several_files_opens_each(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("one.csv", "a,b\n1,2\n")
        archive.writestr("two.csv", "a,b\n3,4\n")
    opened = open_file(tmp_path / "two.zip")
    assert opened.kind == "archive"
    assert [(m.name, list(m.lines())[1]) for m in opened.members()] == [
        ("one.csv", "1,2"),
        ("two.csv", "3,4"),
    ]


def test_empty_file_gets_a_clear_error(tmp_path: Path) -> None:
    assert "the file is empty" in refusal(put(tmp_path, b""))
    assert "the file is empty" in refusal(put(tmp_path, b"\xef\xbb\xbf \r\n"))
    assert "the file is empty" in refusal(put(tmp_path, gzip.compress(b"")))


def test_directory_missing_and_odd_files_get_a_clear_error(tmp_path: Path) -> None:
    assert "a folder" in refusal(tmp_path)
    assert "cannot be read" in refusal(tmp_path / "absent.csv")
    os.mkfifo(tmp_path / "pipe")
    assert "not a plain file" in refusal(tmp_path / "pipe")


def test_an_unreadable_file_gets_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, b"a,b\n1,2\n")
    path.chmod(0)
    if os.geteuid() == 0:  # root reads everything, so the refusal of the system is played

        def denied(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", denied)
    assert "cannot be read (Permission denied)" in refusal(path)


def test_truncated_gzip_is_named_as_cut_short(tmp_path: Path) -> None:
    data = gzip.compress(os.urandom(200_000).hex().encode())
    assert "cut short" in refusal(put(tmp_path, data[:-5000]))


def test_damaged_zip_is_named_so(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", os.urandom(200_000).hex())
    data = bytearray(packed.getvalue())
    assert "cut short or damaged" in refusal(put(tmp_path, bytes(data[:100_000])))
    data[50_000:50_100] = bytes(100)
    assert "damaged" in refusal(put(tmp_path, bytes(data)))


@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_bomb_is_stopped(tmp_path: Path, pack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "RATIO_FROM_BYTES", 1 << 20)
    monkeypatch.setattr("tradewind.formats.packed.RATIO_FROM_BYTES", 1 << 20)
    data = b"a,b\n" + b"0,0\n" * 2_000_000
    path = tmp_path / "bomb"
    if pack == "gzip":
        path.write_bytes(gzip.compress(data))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", data)
    with pytest.raises(HostileFile, match="zip bomb"):
        open_file(path)


def test_too_many_members_and_nested_archives_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for n in range(1001):
            archive.writestr(f"{n}.csv", "a,b\n")
    with pytest.raises(HostileFile, match="more than 1,000 files"):
        open_file(tmp_path / "many.zip")
    with zipfile.ZipFile(tmp_path / "nested.zip", "w") as archive:
        archive.write(tmp_path / "many.zip", "inner.zip")
    with pytest.raises(HostileFile):
        open_file(tmp_path / "nested.zip")


def test_a_line_of_ten_million_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HostileFile, match="10,000,000 columns"):
        open_file(put(tmp_path, b"," * 9_999_999 + b"\n1,2\n"))


def test_a_cell_without_end_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    with pytest.raises(HostileFile, match="16 MiB"):
        open_file(put(tmp_path, b"x" * (17 << 20)))
    later = open_file(put(tmp_path, b"a,b\n" * 50_000 + b"x" * (17 << 20)))
    with pytest.raises(HostileFile, match="16 MiB"):
        list(later.rows())


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"%PDF-1.7\n", b"BZh91AY&SY", b"Rar!\x1a\x07\0"])
def test_binary_files_are_refused_by_name_of_what_they_are(tmp_path: Path, data: bytes) -> None:
    assert refusal(put(tmp_path, data, "table.csv"))


def workbook_with(part: str, xml: str, folder: Path) -> Path:
    path = folder / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(part, xml)
    return path


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    with pytest.raises(HostileFile, match="XML entities"):
        open_file(workbook_with("xl/worksheets/sheet1.xml", xml, tmp_path))


def test_a_workbook_with_a_cell_at_the_far_corner_is_refused(tmp_path: Path) -> None:
    xml = '<sheetData><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></sheetData>'
    with pytest.raises(HostileFile, match="far from the table"):
        open_file(workbook_with("xl/worksheets/sheet1.xml", xml, tmp_path))


def test_json_lines_and_one_document_are_told_apart(tmp_path: Path) -> None:
    assert open_file(put(tmp_path, b'{"a": 1}\n{"a": 2}\n')).kind == "jsonl"
    assert open_file(put(tmp_path, b'{"data": [\n{"a": 1}]}')).kind == "json"
    assert open_file(put(tmp_path, b'[{"a": 1}]')).kind == "json"
    assert open_file(put(tmp_path, b'<?xml version="1.0"?><a/>')).kind == "xml"
