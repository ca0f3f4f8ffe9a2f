"""Long work as a row: pending → running with progress → ready or failed, never half.

A runner claims the row, prepares without a transaction, does one short write and hands back the
file. Its pulse shows that it lives; when the pulse stops, the sweep gives the job to another.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from innovation.core import audit, clock, outbox, registries, todos
from innovation.core.errors import DomainError
from innovation.core.models import Job, StoredFile
from innovation.core.pulse import Progress, Superseded

logger = logging.getLogger(__name__)

Runner = Callable[[Job, Progress], StoredFile | None]
KINDS: dict[str, "Kind"] = {}
TOPIC = "core.run_job"
MOST_ATTEMPTS = 3  # runners that may die over one job
INTERRUPTED, UNEXPECTED = "interrupted", "unexpected"
SENTENCES = {
    INTERRUPTED: _("The work was interrupted several times and was given up."),
    UNEXPECTED: _("The work ended with an unexpected error; the operators find it in the log."),
}


@dataclass(frozen=True)
class Kind:
    """A kind of long work: its title, with the job's params filled in, and its runner."""

    title: str | Promise
    run: Runner


def runs(kind: str, title: str | Promise) -> Callable[[Runner], Runner]:
    """Register the one runner of a kind: `run(job, progress)` gives the file, if there is one."""

    def register(runner: Runner) -> Runner:
        if kind in KINDS:
            raise RuntimeError(f"job kind {kind} has a runner already")
        KINDS[kind] = Kind(title, runner)
        return runner

    return register


def title_of(kind: str, params: dict[str, Any]) -> str:
    registries.load()
    return str(KINDS[kind].title) % params if kind in KINDS else kind


def message_of(job: Job) -> str:
    """Why it failed: a sentence of ours in the reader's language, or the runner's own."""
    return str(SENTENCES.get(job.message, job.message))


def start(
    kind: str, key: str, *, by: Any, committee_id: int | None, params: dict[str, Any] | None = None
) -> Job:
    """The job under `key`: one for all who ask, until it failed; then it is begun anew.

    Its page is the requester's alone: where each person shall have their own, put them in `key`.
    """
    fresh = {
        "kind": kind,
        "committee_id": committee_id,
        "requested_by_id": getattr(by, "pk", None),
        "params": params or {},
        "created_at": clock.now(),
    }
    with transaction.atomic():
        job, created = Job.objects.get_or_create(key=f"{kind}:{key}", defaults=fresh)
        if created or _begin_anew(job, fresh):
            _put(job)
    return job


def _begin_anew(job: Job, fresh: dict[str, Any]) -> bool:
    failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED)
    blank = {"done": 0, "total": 0, "message": "", "attempts": 0, "finished_at": None}
    if not failed.update(state=Job.State.PENDING, heartbeat_at=None, **blank, **fresh):
        return False
    job.refresh_from_db()
    todos.close_all(job)
    return True


def _put(job: Job) -> None:
    """Once for each beginning, and once for each silence."""
    since = job.heartbeat_at or job.created_at
    outbox.put(TOPIC, f"{job.pk}:{since.timestamp()}", job=str(job.pk))


@outbox.handles(TOPIC)
def run_message(payload: dict[str, Any]) -> None:
    run(UUID(payload["job"]))


def run(job_id: UUID) -> None:
    """Claim and run; does nothing where another runner lives or the job is over."""
    registries.load()
    job = _claim(job_id)
    if job is None:
        return
    progress = Progress(job)
    try:
        with progress.beating():
            result = KINDS[job.kind].run(job, progress)
    except Superseded:
        logger.warning("Job %s was given to another runner", job.pk)
    except DomainError as error:
        _finish(job, Job.State.FAILED, message=str(error))
    except Exception:
        logger.exception("Job %s (%s) failed", job.pk, job.key)
        _finish(job, Job.State.FAILED, message=UNEXPECTED)
    else:
        _finish(job, Job.State.READY, result=result)


def sweep() -> int:
    """Give the jobs of dead runners to others, or up; gives the number of both."""
    dead = Job.objects.filter(_silent(), state=Job.State.RUNNING).order_by("created_at")
    found = list(dead)
    for job in found:
        if job.attempts < MOST_ATTEMPTS:
            _put(job)
        else:
            _finish(job, Job.State.FAILED, message=INTERRUPTED)
    return len(found)


def acknowledge(job: Job, *, by: Any) -> None:
    """The requester has seen how it ended."""
    if job.requested_by_id != by.pk:
        raise DomainError(_("You have no right to do this here."), code="forbidden")
    with transaction.atomic():
        todos.close_all(job)


def note_download(job: Job, *, by: Any) -> None:
    """Results may hold personal data, so each fetching is logged."""
    with transaction.atomic():
        audit.record(by=by, obj=job, kind="job.downloaded", data={"file": str(job.result_id)})


def _silent() -> Q:
    return Q(heartbeat_at__lt=clock.now() - timedelta(seconds=settings.LEASE_SECONDS))


def _claim(job_id: UUID) -> Job | None:
    free = Q(state=Job.State.PENDING) | Q(state=Job.State.RUNNING) & _silent()
    claimed = Job.objects.filter(free, pk=job_id, attempts__lt=MOST_ATTEMPTS).update(
        state=Job.State.RUNNING,
        heartbeat_at=clock.now(),
        attempts=F("attempts") + 1,
        done=0,
        total=0,
    )
    return Job.objects.get(pk=job_id) if claimed else None


def _finish(
    job: Job, state: Job.State, *, message: str = "", result: StoredFile | None = None
) -> None:
    """Once, and only by the runner who holds the job still."""
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    with transaction.atomic():
        if mine.update(state=state, message=message[:2000], result=result, finished_at=clock.now()):
            _tell(job, "job.ready" if state == Job.State.READY else "job.failed")


def _tell(job: Job, kind: str) -> None:
    """Nobody is told of a job that no person asked for, or that belongs to no committee."""
    if not (job.requested_by_id and job.committee_id):
        return
    wanted = todos.Wanted(
        kind=kind,
        assignee=todos.user_key(job.requested_by_id),
        organization_id=job.committee_id,
        params={**job.params, "job": job.kind},
    )
    todos.sync(job, [wanted], committee_id=job.committee_id)
