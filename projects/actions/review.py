"""The steps of the review chain, and the ways out of it. Each locks, checks, changes, logs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.core.versions import check_base_version
from projects import reasons, rules
from projects.actions import chain, moves, notice_texts
from projects.enums import InitialTick, Status, Step
from projects.models import Countersignature, Project
from projects.workflow import PROJECT

PENDING = ("pending", "pending_reason", "pending_comment", "pending_by")


def pass_branch(
    *,
    project_id: int,
    by: Any,
    comment: str = "",
    meeting_kind: str = "",
    meeting_on: date | None = None,
    base_version: int | None = None,
) -> Project:
    """The secretary passes on a filing, and with it confirms the self-declaration.

    `base_version` is the version that was read; another one is refused.
    """
    with transaction.atomic():
        project = _opened("pass_branch", project_id, by, base_version)
        project.confirmed_by, project.confirmed_at = by, clock.now()
        changed = ["confirmed_by", "confirmed_at"]
        if meeting_kind and meeting_on:
            check_meeting_day(meeting_on)
            project.meeting_kind, project.meeting_on = meeting_kind, meeting_on
            changed += ["meeting_kind", "meeting_on"]
        return chain.advance(
            project,
            "pass_branch",
            by=by,
            step=Step.BRANCH,
            comment=comment,
            changed=tuple(changed),
        )


def pass_general(
    *, project_id: int, by: Any, comment: str = "", base_version: int | None = None
) -> Project:
    with transaction.atomic():
        project = _opened("pass_general", project_id, by, base_version)
        return chain.advance(project, "pass_general", by=by, step=Step.GENERAL, comment=comment)


def pass_initial(
    *,
    project_id: int,
    by: Any,
    ticks: Iterable[str] = (),
    comment: str = "",
    base_version: int | None = None,
) -> Project:
    """All five questions are answered with yes; who cannot, returns or rejects."""
    ticked = sorted(set(ticks))
    with transaction.atomic():
        project = _opened("pass_initial", project_id, by, base_version)
        check_ticks(ticked)
        return chain.advance(
            project,
            "pass_initial",
            by=by,
            step=Step.INITIAL,
            comment=comment,
            params={"ticks": ticked},
        )


def countersign(
    *,
    project_id: int,
    by: Any,
    agrees: bool,
    opinion: str = "",
    signature_id: int | None = None,
) -> Project:
    """Sign one opinion. The last one of the round leads on, also where one disagrees."""
    with transaction.atomic():
        project = moves.locked(project_id)
        moves.checked("countersign", project, by)
        signature = _own_signature(project, by, signature_id)
        _sign(signature, by, agrees, opinion.strip())
        params = {
            "agrees": agrees,
            "role": signature.role,
            "organization": signature.organization_id,
        }
        return _after_opinion(project, by, opinion.strip(), params)


def return_for_revision(
    *, project_id: int, by: Any, reason: str = "", comment: str, base_version: int | None = None
) -> Project:
    return _turn_back("return", project_id, by, reason, comment, base_version)


def reject(
    *, project_id: int, by: Any, reason: str = "", comment: str, base_version: int | None = None
) -> Project:
    """Staff reject at the initial review; from then on the committee rejects in a meeting."""
    return _turn_back("reject", project_id, by, reason, comment, base_version)


def withdraw(
    *, project_id: int, by: Any, reason: str = "", comment: str, base_version: int | None = None
) -> Project:
    return _turn_back("withdraw", project_id, by, reason, comment, base_version)


def check_meeting_day(day: date) -> None:
    if day > clock.today():
        raise DomainError(
            _("The meeting cannot lie in the future."), code="meeting_future", field="meeting_on"
        )


def check_ticks(ticked: list[str]) -> None:
    if set(ticked) != set(InitialTick.values):
        raise DomainError(
            _("To pass, all five points must hold; otherwise return the filing or reject it."),
            code="ticks_missing",
            field="ticks",
        )


def _opened(name: str, project_id: int, by: Any, base_version: int | None) -> Project:
    """Locked, allowed, and as it was read: a filing revised since is read again first."""
    project = moves.locked(project_id)
    moves.checked(name, project, by)
    if base_version is not None:
        check_base_version(project, base_version)
    return project


def _own_signature(project: Project, by: Any, signature_id: int | None) -> Countersignature:
    mine = rules.opinions_open_to(project, by)
    chosen = [row for row in mine if signature_id in (None, row.pk)]
    if not chosen:
        raise DomainError(_("This opinion has been given already."), code="no_opinion_owed")
    return chosen[0]


def _sign(signature: Countersignature, by: Any, agrees: bool, opinion: str) -> None:
    if not agrees and not opinion:
        raise DomainError(
            _("Say in words why you disagree."), code="opinion_missing", field="opinion"
        )
    signature.agrees, signature.opinion = agrees, opinion
    signature.signed_by, signature.signed_at = by, clock.now()
    signature.save(update_fields=["agrees", "opinion", "signed_by", "signed_at"])


def _after_opinion(project: Project, by: Any, opinion: str, params: dict[str, Any]) -> Project:
    """On to the next step when all of this round have been given; else it waits for the rest.

    The step was checked before the signature, which now no longer is owed.
    """
    waiting = project.countersignatures.filter(round=project.round, agrees__isnull=True).exists()
    target = Status.COUNTERSIGN if waiting else rules.status_after(project, Step.COUNTERSIGN)
    return moves.carry_out(
        "countersign",
        project,
        by=by,
        role=params["role"],
        target=target,
        comment=opinion,
        params=params,
    )


def _turn_back(
    name: str, project_id: int, by: Any, reason: str, comment: str, base_version: int | None
) -> Project:
    with transaction.atomic():
        project = _opened(name, project_id, by, base_version)
        check_without_meeting(name, project)
        reasons.check_given(PROJECT.transitions[name], project, reason, comment)
        clear_decision(project)
        moves.take(
            name,
            project,
            by=by,
            reason=reason,
            comment=comment.strip(),
            changed=(*PENDING, "batch"),
        )
        notice_texts.take_out(project, by=by)
        return project


def check_without_meeting(name: str, project: Project) -> None:
    if name == "reject" and project.status == Status.COMMITTEE_DECISION:
        raise DomainError(
            _("The committee rejects in a meeting: use the page of its decisions."),
            code="needs_meeting",
        )


def clear_decision(project: Project) -> None:
    """Whatever was marked or decided no longer holds."""
    project.pending, project.pending_reason, project.pending_comment = None, "", ""
    project.pending_by = project.batch = None
