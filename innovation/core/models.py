"""What every later room stands on, and nothing about the business.

`Committee` references go to `org.Organization` by name: the tenant on every root.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def tenant(related_name: str = "+", **options: Any) -> models.ForeignKey[Any, Any]:
    """The committee that a root belongs to, set at creation and never changed."""
    return models.ForeignKey(
        "org.Organization", models.PROTECT, related_name=related_name, **options
    )


def person(**options: Any) -> models.ForeignKey[Any, Any]:
    """The login that did something."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **options)


def all_or_none(*fields: str, name: str) -> models.CheckConstraint:
    """`who` and `when` stand together or not at all."""
    none = Q(*[Q(**{f"{field}__isnull": True}) for field in fields])
    every = Q(*[Q(**{f"{field}__isnull": False}) for field in fields])
    return models.CheckConstraint(condition=none | every, name=name)


# --- audit -----------------------------------------------------------------------------------


class AuditEvent(models.Model):
    """One act. Insert-only by trigger; carries a salted digest, not the values."""

    at = models.DateTimeField()
    actor = person(null=True)
    role = models.CharField(max_length=40, blank=True)
    committee = tenant(null=True)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"]),
            models.Index(fields=["committee", "-id"]),
        ]


class AuditPayload(models.Model):
    """The values of one event (old → new). Only a purge by two persons may erase it."""

    event = models.OneToOneField(
        AuditEvent, models.PROTECT, primary_key=True, related_name="payload"
    )
    salt = models.CharField(max_length=32)
    data = models.JSONField()


class AuditLink(models.Model):
    """One event's place in the sealed chain. Insert-only by trigger."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="link")
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)


class AuditHead(models.Model):
    """The one row that the sealer locks: how far the chain reaches."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_head_is_one_row")]


# --- outbox, jobs, to-dos --------------------------------------------------------------------


class OutboxMessage(models.Model):
    """What must happen after the commit, written with it. `key` makes a repeat harmless."""

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=120, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["available_at"], name="outbox_waiting", condition=Q(done_at__isnull=True)
            )
        ]


class Job(models.Model):
    """Long work with progress: pending → running → ready or failed, never half."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        RUNNING = "running", _("Running")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, unique=True)
    committee = tenant(null=True)
    requested_by = person(null=True)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)  # runners that took it
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    result = models.ForeignKey(
        "core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["requested_by", "-created_at"])]


class Todo(models.Model):
    """One open duty. Hangs on a role in an organisation, or on one person.

    `assignee` is `role:<code>@<organisation id>` or `user:<id>`, so that a person's open
    to-dos are one indexed look-up over the keys that person answers to.
    """

    committee = tenant()
    kind = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    assignee = models.CharField(max_length=80)
    organization = models.ForeignKey("org.Organization", models.PROTECT, related_name="+")
    params = models.JSONField(default=dict)
    due = models.DateField(null=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_type", "object_id", "assignee"],
                condition=Q(done_at__isnull=True),
                name="todo_once_while_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["assignee", "due"], name="todo_open", condition=Q(done_at__isnull=True)
            ),
            models.Index(fields=["object_type", "object_id"]),
        ]


# --- forms -----------------------------------------------------------------------------------


class FormDraft(models.Model):
    """What somebody typed and has not saved: outside actions, audit and version."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    object_key = models.CharField(max_length=40, default="new")
    base_version = models.PositiveIntegerField(default=0)
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form", "object_key"], name="one_draft_a_form")
        ]


class FormToken(models.Model):
    """A submitted form's one-time token; a replay is answered with the first result."""

    token = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    result = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()


# --- files, numbers, calendar ----------------------------------------------------------------


class StoredFile(models.Model):
    """A file under a UUID key; its original name lives here, never in the file system."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = tenant(null=True)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = person(null=True)


class NumberCounter(models.Model):
    """The last number given within a committee and scope; locked after all roots."""

    committee = tenant()
    scope = models.CharField(max_length=80)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "scope"], name="one_counter_a_scope")
        ]


class CalendarDay(models.Model):
    """A day that differs from Monday-to-Friday: a statutory holiday or a make-up workday."""

    date = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)


class AnnouncedYear(models.Model):
    """A year whose statutory holidays are in the table; any other year bears a warning."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=120)
