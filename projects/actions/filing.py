"""Filing a project: begin, save, hand in, throw a draft away, attach and detach files."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from innovation.core import audit, clock, files
from innovation.core.errors import DomainError
from innovation.core.models import FormDraft, StoredFile
from innovation.core.versions import check_base_version
from innovation.org import access
from innovation.org.models import Organization
from projects import entry, rules
from projects.actions import chain, moves, team
from projects.content import Content
from projects.enums import AttachmentKind, EntryMode, Status, Step
from projects.models import Attachment, ProgrammeYear, Project

FORM = "filing"  # the name under which drafts of the form are kept


def create(
    *,
    year: ProgrammeYear,
    organization: Organization,
    by: Any,
    content: Content,
    copied_from: Project | None = None,
) -> Project:
    """Begin a draft for an organisation; `by` need not be its lead."""
    with transaction.atomic():
        entry.check_begin(by, organization, year)
        entry.check_lead(by, organization, content.fields.get("lead_id"))
        now = clock.now()
        project = Project(
            committee_id=year.committee_id,
            year=year,
            organization=organization,
            copied_from=copied_from,
            created_by=by,
            created_at=now,
            stepped_at=now,
            updated_by=by,
            updated_at=now,
            **content.fields,
        )
        _set_mode(project, by, content)
        project.save()
        changes = team.write_rows(project, content)
        params = {"entry_mode": project.entry_mode} | _copied(copied_from)
        role = access.acting_role(by, "project.edit", project)
        moves.write_log(project, "create", by=by, role=role, target=project.status, params=params)
        audit.record(
            by=by,
            role=role,
            obj=project,
            kind="project.create",
            data=params | {name: [None, value] for name, value in content.fields.items()} | changes,
        )
    return project


def save(*, project_id: int, by: Any, content: Content, base_version: int | None) -> Project:
    """Save what was typed; raises StaleVersion where somebody else saved in between."""
    with transaction.atomic():
        project = moves.locked(project_id)
        rules.check_edit(project, by)
        check_base_version(project, base_version)
        lead_id = content.fields.get("lead_id", project.lead_id)
        if lead_id != project.lead_id:
            entry.check_lead(by, project.organization, lead_id)
        changes = _set_fields(project, by, content) | team.write_rows(project, content)
        if not changes:
            return project
        project.version += 1
        project.updated_by, project.updated_at = by, clock.now()
        fields = [name for name in changes if name not in team.ROWS]
        project.save(update_fields=[*fields, "version", "updated_by", "updated_at"])
        audit.record(
            by=by,
            role=access.acting_role(by, "project.edit", project),
            obj=project,
            kind="project.save",
            data=changes,
        )
    return project


def submit(*, project_id: int, by: Any) -> Project:
    """Hand the filing in. A secretary's own filing passes the branch step, and the log says so."""
    with transaction.atomic():
        project = moves.locked(project_id)
        moves.checked("submit", project, by)
        passes = rules.files_as_secretary(project, by)
        now = clock.now()
        project.round += 1
        project.filed_by = project.declared_by = by
        project.filed_at = project.declared_at = now
        project.confirmed_by, project.confirmed_at = (by, now) if passes else (None, None)
        return chain.advance(
            project,
            "submit",
            by=by,
            step=None,
            skip_branch=passes,
            params=_filing_params(project, passes),
            changed=(
                "round",
                "filed_by",
                "filed_at",
                "declared_by",
                "declared_at",
                "confirmed_by",
                "confirmed_at",
            ),
        )


def discard_draft(*, project_id: int, by: Any) -> None:
    """Delete a draft that was never handed in, for good."""
    with transaction.atomic():
        project = moves.locked(project_id)
        rules.check_edit(project, by)
        if project.status != Status.DRAFT or project.round:
            raise DomainError(
                _("A filing that was handed in is withdrawn, not deleted."), code="wrong_state"
            )
        audit.record(
            by=by,
            role=access.acting_role(by, "project.edit", project),
            obj=project,
            kind="project.discard",
            data={"name": [project.name, None]},
        )
        FormDraft.objects.filter(form=FORM, object_key=str(project.pk)).delete()
        stored = [row.file_id for row in project.attachments.all()]
        project.log.all().delete()
        project.delete()
        StoredFile.objects.filter(pk__in=stored).delete()


def attach(
    *, project_id: int, by: Any, file: files.Incoming, kind: str = AttachmentKind.MATERIAL
) -> Attachment:
    """Add a file whose bytes `core.files` has received already."""
    with transaction.atomic():
        project = moves.locked(project_id)
        rules.check_edit(project, by)
        stored = files.store(file, by=by, committee_id=project.committee_id)
        row = Attachment.objects.create(
            project=project, file=stored, kind=kind, created_by=by, created_at=clock.now()
        )
        _record_file(project, by, "project.attach", {"attachment": [None, row.pk]}, stored)
    return row


def detach(*, project_id: int, attachment_id: int, by: Any) -> None:
    """Take a file out. What was never handed in is gone; what was, stays in the store."""
    with transaction.atomic():
        project = moves.locked(project_id)
        rules.check_edit(project, by)
        row = project.attachments.select_related("file").filter(pk=attachment_id).first()
        if row is None:
            raise DomainError(_("This file has been removed already."), code="not_found")
        _record_file(project, by, "project.detach", {"attachment": [row.pk, None]}, row.file)
        row.delete()
        if not project.round:
            row.file.delete()


def _record_file(
    project: Project, by: Any, kind: str, data: dict[str, Any], file: StoredFile
) -> None:
    role = access.acting_role(by, "project.edit", project)
    data |= {"file": file.pk, "sha256": file.sha256}
    audit.record(by=by, role=role, obj=project, kind=kind, data=data)


def _set_mode(project: Project, by: Any, content: Content) -> None:
    """Whoever began it stays the one who entered it, whoever edits it later."""
    if by.pk == project.created_by_id:
        project.entry_mode = entry.mode_of(
            by, project.organization, project.lead_id, content.from_paper
        )
    named = project.entry_mode != EntryMode.OWN
    project.entered_for_id = project.lead_id if named else None


def _set_fields(project: Project, by: Any, content: Content) -> dict[str, list[Any]]:
    """Set what the content names and return old → new of what differs."""
    names = [*content.fields, "entry_mode", "entered_for_id"]
    before = {name: getattr(project, name) for name in names}
    for name, value in content.fields.items():
        setattr(project, name, value)
    _set_mode(project, by, content)
    pairs = {name: [before[name], getattr(project, name)] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _filing_params(project: Project, passes: bool) -> dict[str, Any]:
    params: dict[str, Any] = {"round": project.round}
    if passes and Step.BRANCH in rules.steps_of(project):
        params["branch_step"] = "passed_by_filing"
    if project.meeting_kind and project.meeting_on:
        params |= {"meeting_kind": project.meeting_kind, "meeting_on": str(project.meeting_on)}
    return params


def _copied(source: Project | None) -> dict[str, Any]:
    return {"copied_from": source.pk} if source else {}
