"""Meetings that were held, and what each decided."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from innovation.core import clock
from innovation.org.access import scopes_with
from projects import configuration
from projects.models import ApprovalPaper, DecisionBatch, ProjectLog
from projects.queries.meeting import TONES, decision_label
from projects.workflow import PROJECT

OUTCOME = {"decide": "approve", "return": "return", "reject": "reject"}
COUNTED = {
    "approved": Count("log", filter=Q(log__kind="decide")),
    "returned": Count("log", filter=Q(log__kind="return")),
    "rejected": Count("log", filter=Q(log__kind="reject")),
}


def batches_of(user: Any) -> QuerySet[DecisionBatch]:
    """Meetings of the committees of which the person reads everything."""
    committees = [
        scope.committee_id for scope in scopes_with(user, "project.read") if scope.whole_committee
    ]
    rows = DecisionBatch.objects.filter(committee__in=committees)
    return rows.select_related("year", "decided_by").order_by("-id")


def rows_of(batches: Iterable[DecisionBatch]) -> list[dict[str, Any]]:
    """The page's meetings with their counts, in one further query."""
    ids = [batch.pk for batch in batches]
    counts = DecisionBatch.objects.filter(pk__in=ids).annotate(**COUNTED)
    by_id = {row["pk"]: row for row in counts.values("pk", *COUNTED)}
    return [_row(batch) | by_id[batch.pk] for batch in batches]


def _row(batch: DecisionBatch) -> dict[str, Any]:
    return {
        "title": title_of(batch),
        "url": reverse("batch_detail", args=[batch.pk]),
        "year": batch.year.year,
        "meeting_on": f"{batch.meeting_on:%Y-%m-%d}",
        "decided_by": str(batch.decided_by),
        "decided_at": f"{clock.local(batch.decided_at):%Y-%m-%d %H:%M}",
    }


def title_of(batch: DecisionBatch) -> str:
    return batch.meeting_number or _("Taken on record")


def detail_of(batch: DecisionBatch) -> dict[str, Any]:
    log = batch.log.filter(kind__in=OUTCOME).select_related("project__organization")
    ordered = log.order_by(
        "project__category__position", "project__organization__position", "project_id"
    )
    reasons = {row.code: row.label for row in configuration.of(batch.year).rows["reason"]}
    known = configuration.of(batch.year)
    outcomes = [_outcome(act, known, reasons) for act in ordered]
    return {"batch": batch, "groups": _grouped(outcomes), "paper_url": _paper(batch)} | _row(batch)


def _paper(batch: DecisionBatch) -> str:
    """Of a year that approves first; otherwise the paper belongs to the notice."""
    paper = ApprovalPaper.objects.filter(Q(batch=batch) | Q(notice__batch=batch)).first()
    return reverse("approval_paper", args=[paper.pk]) if paper else ""


def _outcome(act: ProjectLog, known: Any, reasons: dict[str, str]) -> dict[str, Any]:
    project = act.project
    status = PROJECT.statuses[project.status]
    decision = OUTCOME[act.kind]
    return {
        "kind": act.kind,
        "decision": decision_label(decision, is_recorded=bool(act.params.get("recorded"))),
        "tone": TONES.get(decision, ""),  # type: ignore[call-overload]
        "name": project.name,
        "url": reverse("project_detail", args=[project.pk]),
        "unit": str(project.organization),
        "category": str(known.get("category", project.category_id) or ""),
        "number": project.number,
        "status": str(status.label),
        "status_tone": status.tone,
        "reason": reasons.get(act.reason, ""),
        "comment": act.comment,
    }


def _grouped(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Approved first, then returned, then rejected; empty groups stay away."""
    labels = {
        "decide": _("Approved by decision"),
        "return": _("Returned"),
        "reject": pgettext("project", "Rejected"),
    }
    groups = []
    for kind, label in labels.items():
        rows = [outcome for outcome in outcomes if outcome["kind"] == kind]
        groups.append({"label": label, "anchor": kind, "rows": rows, "count": len(rows)})
    return [group for group in groups if group["rows"]]
