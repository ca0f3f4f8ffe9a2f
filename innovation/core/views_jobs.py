"""The page of one piece of long work; for whoever asked for it alone."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from innovation.core import files, jobs, todos
from innovation.core.access_rules import logged_in, passive
from innovation.core.models import Job


@logged_in
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = _own(request, pk)
    noted = todos.open_of(job).exists()
    return render(request, "core/job_detail.html", _context(job) | {"noted": noted})


@passive
@logged_in
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The part of the page that is asked for again and again."""
    return render(request, "components/job.html", _context(_own(request, pk)))


@logged_in
@require_safe
def result(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    job = _own(request, pk)
    if job.result is None:
        raise Http404
    jobs.note_download(job, by=request.user)
    return files.response(job.result)


@logged_in
@require_POST
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    jobs.acknowledge(_own(request, pk), by=request.user)
    return redirect("job", pk)


def _own(request: HttpRequest, pk: UUID) -> Job:
    mine = Job.objects.select_related("result").filter(requested_by=request.user.pk)
    return get_object_or_404(mine, pk=pk)


def _context(job: Job) -> dict[str, Any]:
    shown = {
        "label": jobs.title_of(job.kind, job.params),
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "message": jobs.message_of(job),
        "result_url": reverse("job_result", args=[job.pk]) if job.result_id else "",
        "result_label": job.result.name if job.result else "",
    }
    return {
        "job": shown,
        "job_id": job.pk,
        "refresh_url": reverse("job", args=[job.pk]),
        "poll_url": reverse("job_progress", args=[job.pk]),
    }
