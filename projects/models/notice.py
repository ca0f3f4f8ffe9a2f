"""What employees read: frozen, reviewed for exactly that content, and signed off."""

from django.db import models
from django.db.models import F, Q

from innovation.core.models import StoredFile, all_or_none, person, tenant
from innovation.org.models import Organization, User
from projects.enums import DisclosureScope, NoticeKind, NoticeState, ReviewResult
from projects.models.project import DecisionBatch, Project
from projects.models.year import ProgrammeYear
from projects.visibility import NoticeQuerySet


class Notice(models.Model):
    """A public notice. `key` is its address, the same over its versions and never reused.

    `scope` NONE is a reviewed row that is listed nowhere; UNIT is shown to `organization` alone.
    """

    committee = tenant()
    year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="notices")
    key = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=30, choices=NoticeKind)
    scope = models.CharField(max_length=10, choices=DisclosureScope)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    batch = models.ForeignKey(
        DecisionBatch, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    title = models.CharField(max_length=120)
    number = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    working_days = models.PositiveSmallIntegerField(default=5)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    snapshot = models.JSONField(default=dict)  # what the page shows; frozen at publication
    content_hash = models.CharField(max_length=64, blank=True)
    reviewed_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    reviewed_by = person(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    published_by = person(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=40, blank=True)  # code, such as no_objection_received

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="notice_key_once"),
            models.UniqueConstraint(
                fields=["batch", "kind", "scope", "organization", "version"],
                condition=Q(batch__isnull=False),
                name="one_notice_a_batch",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[NoticeState.PUBLISHED, NoticeState.CLOSED])
                | (Q(reviewed_hash=F("content_hash")) & ~Q(content_hash="")),
                name="published_is_what_was_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="notice_dates",
            ),
            all_or_none("reviewed_by", "reviewed_at", name="reviewed_by_and_at"),
            all_or_none("published_by", "published_at", name="notice_published_by_and_at"),
        ]
        indexes = [
            models.Index(fields=["committee", "state", "-published_at"]),
            models.Index(fields=["state", "closes_on"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def access_path(self) -> str:
        return self.organization.path

    @property
    def status(self) -> str:
        return self.state

    def relations_of(self, user: User) -> set[str]:
        return set()


class NoticeItem(models.Model):
    """One project in a notice, with the text that will stand there and its own review."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="items")
    project = models.ForeignKey(Project, models.PROTECT, related_name="notice_items")
    kind = models.CharField(max_length=30, choices=NoticeKind)
    version = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField()
    content = models.JSONField(default=dict)  # the allow-listed public fields, and nothing else
    content_hash = models.CharField(max_length=64)
    search_text = models.TextField(blank=True)  # the content's words, for the public search
    marks = models.JSONField(default=list)  # sensitive words found, for the human reviewer
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    category_code = models.CharField(max_length=40)
    review = models.CharField(max_length=10, choices=ReviewResult, default=ReviewResult.WAITING)
    reviewed_hash = models.CharField(max_length=64, blank=True)
    reviewed_by = person(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_reason = models.CharField(max_length=40, blank=True)
    review_note = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)  # taken out before publication

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "project", "version"], name="project_published_once"
            ),
            models.CheckConstraint(
                condition=~Q(review=ReviewResult.PASSED) | Q(reviewed_hash=F("content_hash")),
                name="passed_is_what_was_reviewed",
            ),
            all_or_none("reviewed_by", "reviewed_at", name="item_reviewed_by_and_at"),
        ]
        indexes = [models.Index(fields=["notice", "position"])]


class ApprovalPaper(models.Model):
    """立项通知: the list of what was approved and numbered together, frozen.

    It follows from a notice that closed, or from a meeting where the year approves first.
    Document number and date of issue are entered after issue, never generated.
    """

    committee = tenant()
    year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="approval_papers")
    notice = models.OneToOneField(
        Notice, models.PROTECT, null=True, blank=True, related_name="approval_paper"
    )
    batch = models.OneToOneField(
        DecisionBatch, models.PROTECT, null=True, blank=True, related_name="approval_paper"
    )
    title = models.CharField(max_length=120)
    rows = models.JSONField(default=list)
    document_number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(notice__isnull=False) ^ Q(batch__isnull=False),
                name="approval_paper_of_notice_or_batch",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def access_path(self) -> str:
        return self.committee.path

    def relations_of(self, user: User) -> set[str]:
        return set()
