import hashlib
import os
import resource
import time
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation

from innovation.core import files
from innovation.core.errors import DomainError
from innovation.core.files import refusals
from innovation.core.files.keeping import Incoming
from innovation.core.models import StoredFile
from tests.core import people
from tests.core.hostile import PDF, picture, upload

pytestmark = pytest.mark.django_db
LONG = "关于公司党委二〇一九年度党员创新工程立项工作安排" * 4 + ".pdf"


@pytest.fixture(autouse=True)
def storage(tmp_path, settings):
    options = {"location": tmp_path / "files", "base_url": None}
    (tmp_path / "files").mkdir()
    settings.STORAGES = settings.STORAGES | {
        "default": {**settings.STORAGES["default"], "OPTIONS": options}
    }
    return tmp_path / "files"


@contextmanager
def full_disk(room):
    """The kernel refuses to let a file grow beyond `room` bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def lying(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def aged(path, days):
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def test_a_stored_file_comes_back_to_the_byte(storage):
    user, committee = people.login(), people.committee()
    stored = files.store(upload("附件.pdf", PDF), by=user, committee_id=committee.pk)
    row = StoredFile.objects.get(pk=stored.pk)
    assert (row.name, row.content_type, row.size) == ("附件.pdf", "application/pdf", len(PDF))
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (row.created_by, row.committee_id) == (user, committee.pk)
    with files.open(row) as content:
        assert content.read() == PDF


def test_the_disk_knows_neither_name_nor_kind(storage):
    stored = files.store(upload("附件.pdf", PDF), by=None, committee_id=None)
    (path,) = lying(storage)
    assert path.name == stored.pk.hex
    assert path.stat().st_mode & 0o077 == 0


def test_a_name_of_85_and_more_chinese_characters_is_stored_and_served(client):
    assert len(LONG.encode()) > 255
    stored = files.store(upload(LONG, PDF), by=None, committee_id=None)
    assert stored.name == LONG
    answer = files.response(stored)
    answer.close()
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''" + quote(LONG)


def test_the_bytes_come_before_the_transaction_and_the_row_with_it(storage):
    incoming = files.receive(upload("附件.pdf", PDF))
    assert isinstance(incoming, Incoming) and len(lying(storage)) == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        files.store(incoming, by=None, committee_id=None)
        raise ZeroDivisionError
    assert not StoredFile.objects.exists()
    files.store(incoming, by=None, committee_id=None)
    assert len(lying(storage)) == 1


def test_storing_what_was_received_is_one_insert(django_assert_num_queries):
    incoming = files.receive(upload("附件.pdf", PDF))
    with django_assert_num_queries(1):
        files.store(incoming, by=None, committee_id=None)


def test_a_refused_file_leaves_nothing(storage):
    with pytest.raises(DomainError):
        files.store(upload("x.png", b"<html>"), by=None, committee_id=None)
    assert lying(storage) == [] and not StoredFile.objects.exists()


def test_a_full_disk_is_said_leaves_no_stump_and_passes(storage):
    large = PDF[:-6] + b" " * 100_000 + b"\nstartxref\n9\n%%EOF\n"
    with full_disk(20_000), translation.override("en"), pytest.raises(DomainError) as refused:
        files.store(upload("附件.pdf", large), by=None, committee_id=None)
    assert str(refused.value) == str(refusals.FULL)
    assert lying(storage) == [] and not StoredFile.objects.exists()
    assert files.store(upload("附件.pdf", large), by=None, committee_id=None).size == len(large)


def test_no_reader_sees_half_a_file(storage):
    """While a file is written its name does not exist; a write that breaks off never gave it."""

    class Breaking(type(upload("x", b"y"))):
        def chunks(self, chunk_size=None):
            yield b"half"
            seen.append([path.name for path in lying(storage)])
            raise KeyboardInterrupt

    seen = []
    with pytest.raises(KeyboardInterrupt):
        default_storage.save("ab/whole", Breaking("x", b"y"))
    assert seen == [["whole.part"]]
    assert lying(storage) == []


def test_what_the_program_made_is_stored_under_its_name(storage):
    stored = files.store_bytes("立项通知.pdf", PDF, "application/pdf", by=None, committee_id=None)
    assert stored.name == "立项通知.pdf" and stored.sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize("inline", [False, True])
def test_a_file_never_runs_in_the_browser(inline):
    stored = files.store(upload("现场.png", picture()), by=None, committee_id=None)
    answer = files.response(stored, inline=inline)
    assert b"".join(answer.streaming_content)[1:4] == b"PNG"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("inline" if inline else "attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Length"] == str(stored.size)
    answer.close()


def test_word_and_excel_are_never_shown_in_the_window():
    stored = files.store_bytes("a.docx", b"PK", "application/x-docx", by=None, committee_id=None)
    answer = files.response(stored, inline=True)
    assert answer["Content-Disposition"] == 'attachment; filename="a.docx"'
    answer.close()


def test_a_name_cannot_break_the_header():
    stored = files.store(upload('a";x="\r\ny.pdf', PDF), by=None, committee_id=None)
    answer = files.response(stored)
    assert answer["Content-Disposition"] == 'attachment; filename="a\\";x=\\"y.pdf"'
    answer.close()


def test_orphans_older_than_a_day_are_swept_and_rows_keep_theirs(storage):
    kept = files.store(upload("附件.pdf", PDF), by=None, committee_id=None)
    old, young = (files.receive(upload("附件.pdf", PDF)) for _ in range(2))
    (storage / "ab").mkdir(exist_ok=True)
    cut_off = storage / "ab" / f"{old.id.hex}.part"
    cut_off.write_bytes(b"half")
    for path in (*lying(storage),):
        aged(path, 400 if path.name == kept.pk.hex else 2)
    aged(storage / files.key_of(young.id), 0.9)
    assert files.sweep() == 2
    assert {path.name for path in lying(storage)} == {kept.pk.hex, young.id.hex}
    assert files.sweep() == 0
