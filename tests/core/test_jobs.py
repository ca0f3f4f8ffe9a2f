import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from innovation.core import clock, files, jobs, outbox, pulse, tasks, todos
from innovation.core.errors import DomainError
from innovation.core.models import AuditEvent, Job, Todo
from innovation.core.registries import TODO_KINDS
from tests.support import core_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return core_rows.person("clerk", core_rows.committee())


@pytest.fixture
def kind(monkeypatch):
    """Gives a kind of job the runner that a test wants."""

    def register(runner):
        monkeypatch.setitem(jobs.KINDS, "test.export", jobs.Kind("Export of %(year)s", runner))

    register(lambda job, progress: None)
    return register


def begin(by, key="1"):
    return jobs.start(
        "test.export", key, by=by, committee_id=by.committee_id, params={"year": 2019}
    )


def paper(job, text=b"hello"):
    return files.store_bytes(
        "结果.pdf", text, "application/pdf", by=job.requested_by, committee_id=job.committee_id
    )


def open_kinds(user):
    return [todo.kind for todo in todos.open_for([todos.user_key(user.pk)])]


# --- running ---------------------------------------------------------------------------------


def test_a_job_runs_shows_its_progress_and_lands_in_the_requesters_todos(clerk, kind):
    seen = []

    def run(job, progress):
        progress(0, 3)
        progress(3, 3)
        seen.append(Job.objects.values_list("state", "done", "total").get(pk=job.pk))
        return paper(job)

    kind(run)
    job = begin(clerk)
    assert (job.state, open_kinds(clerk)) == ("pending", [])
    outbox.drain()
    job.refresh_from_db()
    assert seen == [("running", 3, 3)]
    assert (job.state, job.result.name) == ("ready", "结果.pdf")
    assert open_kinds(clerk) == ["job.ready"]


def test_progress_is_written_now_and_then_and_at_the_end(
    clerk, kind, django_assert_max_num_queries
):
    def run(job, progress):
        with django_assert_max_num_queries(4):
            for n in range(1, 1001):
                progress(n, 1000)

    kind(run)
    job = begin(clerk)
    outbox.drain()
    job.refresh_from_db()
    assert (job.state, job.done) == ("ready", 1000)


def test_whoever_asks_again_gets_the_same_job_while_it_waits_and_when_it_is_ready(clerk, kind):
    runs = []
    kind(lambda job, progress: runs.append(job.pk))
    first = begin(clerk)
    assert begin(clerk).pk == first.pk
    outbox.drain()
    assert begin(clerk).state == "ready"
    outbox.drain()
    assert runs == [first.pk]


def test_a_failed_job_is_begun_anew_under_the_same_key(clerk, kind):
    def fail(job, progress):
        raise DomainError("No project was approved in this year.")

    kind(fail)
    first = begin(clerk)
    outbox.drain()
    first.refresh_from_db()
    assert first.message == "No project was approved in this year."
    assert open_kinds(clerk) == ["job.failed"]
    kind(lambda job, progress: None)
    again = begin(clerk)
    assert (again.pk, again.state, again.message) == (first.pk, "pending", "")
    assert open_kinds(clerk) == []
    outbox.drain()
    assert open_kinds(clerk) == ["job.ready"]


def test_an_unexpected_error_is_logged_and_told_without_its_inside(clerk, kind, caplog):
    def fail(job, progress):
        raise KeyError("secret inside")

    kind(fail)
    job = begin(clerk)
    outbox.drain()
    job.refresh_from_db()
    with override("en"):
        assert "unexpected error" in jobs.message_of(job)
    assert "secret" not in jobs.message_of(job)
    assert "secret inside" in caplog.text


def test_a_job_that_nobody_asked_for_ends_without_a_todo(kind):
    job = jobs.start("test.export", "1", by=None, committee_id=None, params={"year": 2019})
    outbox.drain()
    job.refresh_from_db()
    assert job.state == "ready"
    assert not Todo.objects.exists()


# --- dead runners ----------------------------------------------------------------------------


def dies(clerk):
    """A job whose runner took it and was killed."""
    job = begin(clerk)
    message = outbox._claim(outbox.due().get().pk)
    assert message
    return jobs._claim(job.pk)


def later(settings):
    return clock.moved(timedelta(seconds=settings.LEASE_SECONDS + 1))


def test_a_dead_runners_job_is_taken_again_after_its_lease(clerk, kind, settings):
    job = dies(clerk)
    tasks.sweep_outbox()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("running", 1)
    with later(settings):
        tasks.sweep_outbox()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("ready", 2)


def test_a_job_that_kills_every_runner_is_given_up_and_its_requester_told(clerk, kind, settings):
    job = dies(clerk)
    for n in range(1, jobs.MOST_ATTEMPTS):
        with clock.moved(n * timedelta(seconds=settings.LEASE_SECONDS + 1)):
            jobs._claim(job.pk)
    with clock.moved(timedelta(hours=1)):
        assert jobs.sweep() == 1
        assert jobs.sweep() == 0
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", jobs.INTERRUPTED)
    assert open_kinds(clerk) == ["job.failed"]


def test_a_runner_whose_job_went_to_another_stops_and_leaves_no_result(clerk, kind, settings):
    def slow(job, progress):
        with later(settings):
            assert jobs._claim(job.pk)
        progress(1, 1)
        raise AssertionError("it should have stopped")

    kind(slow)
    job = begin(clerk)
    outbox.drain()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done) == ("running", 2, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_the_pulse_goes_on_while_one_step_lasts(clerk, kind, settings):
    beats = set()

    def slow(job, progress):
        until = time.monotonic() + settings.LEASE_SECONDS * 1.5
        while time.monotonic() < until:
            time.sleep(0.1)
            beats.add(Job.objects.get(pk=job.pk).heartbeat_at)
            assert not jobs.sweep()

    kind(slow)
    job = begin(clerk)
    outbox.drain()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("ready", 1)
    assert len(beats) >= 3


def test_the_pulse_ends_with_the_work(clerk, kind):
    job = dies(clerk)
    before = threading.active_count()
    with pulse.Progress(job).beating():
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


# --- the page --------------------------------------------------------------------------------


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def test_the_page_shows_progress_with_a_link_to_look_again(desk, clerk, kind):
    job = begin(clerk)
    Job.objects.filter(pk=job.pk).update(state="running", done=3, total=10)
    shown = desk.get(reverse("job", args=[job.pk])).content.decode()
    assert "Export of 2019" in shown
    assert "<progress" in shown and 'value="3"' in shown and 'max="10"' in shown
    assert f'href="{reverse("job", args=[job.pk])}"' in shown
    assert f'hx-get="{reverse("job_progress", args=[job.pk])}"' in shown


def test_the_part_asked_for_again_stops_asking_when_the_job_is_over(desk, clerk, kind):
    job = begin(clerk)
    url = reverse("job_progress", args=[job.pk])
    assert "hx-get" in desk.get(url).content.decode()
    outbox.drain()
    shown = desk.get(url).content.decode()
    assert "hx-get" not in shown
    assert "<html" not in shown


def test_the_result_is_downloaded_and_the_download_logged(desk, clerk, kind):
    kind(lambda job, progress: paper(job, b"%PDF the result"))
    job = begin(clerk)
    outbox.drain()
    link = reverse("job_result", args=[job.pk])
    assert link in desk.get(reverse("job", args=[job.pk])).content.decode()
    answer = desk.get(link)
    assert b"".join(answer.streaming_content) == b"%PDF the result"
    assert "attachment" in answer["Content-Disposition"]
    event = AuditEvent.objects.get(kind="job.downloaded")
    assert (event.actor, event.object_id) == (clerk, str(job.pk))


def test_why_it_failed_stands_on_the_page(desk, clerk, kind):
    def fail(job, progress):
        raise DomainError("No project was approved in this year.")

    kind(fail)
    job = begin(clerk)
    outbox.drain()
    shown = desk.get(reverse("job", args=[job.pk])).content.decode()
    assert "No project was approved in this year." in shown
    assert desk.get(reverse("job_result", args=[job.pk])).status_code == 404


def test_the_requester_takes_the_note_off_the_todos(desk, clerk, kind):
    job = begin(clerk)
    outbox.drain()
    url = reverse("job_acknowledge", args=[job.pk])
    assert url in desk.get(reverse("job", args=[job.pk])).content.decode()
    assert desk.post(url, follow=True).status_code == 200
    assert open_kinds(clerk) == []
    assert url not in desk.get(reverse("job", args=[job.pk])).content.decode()


@pytest.mark.parametrize("name", ["job", "job_progress", "job_result", "job_acknowledge"])
def test_for_anybody_else_it_is_as_if_it_were_not_there(client, clerk, kind, name):
    kind(lambda job, progress: paper(job))
    job = begin(clerk)
    outbox.drain()
    client.force_login(core_rows.person("other"))
    ask = client.post if name == "job_acknowledge" else client.get
    answers = [ask(reverse(name, args=[pk])) for pk in (job.pk, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert open_kinds(clerk) == ["job.ready"]
    assert not AuditEvent.objects.exists()


def test_an_action_too_refuses_to_close_another_persons_note(clerk, kind):
    job = begin(clerk)
    with pytest.raises(DomainError):
        jobs.acknowledge(job, by=core_rows.person("other"))


def test_the_todo_names_the_work_and_leads_to_its_page(clerk, kind):
    job = begin(clerk)
    outbox.drain()
    todo = Todo.objects.get()
    with override("en"):
        assert TODO_KINDS[todo.kind].title(todo.params) == "Ready: Export of 2019"
    assert TODO_KINDS[todo.kind].url(todo) == reverse("job", args=[job.pk])
