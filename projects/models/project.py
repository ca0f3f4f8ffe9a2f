"""A project from its first draft on: content, team, plan, files, opinions and its log."""

from django.db import models
from django.db.models import Q

from innovation.core.models import StoredFile, all_or_none, person, tenant
from innovation.core.money import MoneyField
from innovation.org.enums import Relation
from innovation.org.models import Member, Organization, User
from projects.enums import (
    AttachmentKind,
    Decision,
    DisclosureScope,
    EntryMode,
    MeetingKind,
    Origin,
    Status,
)
from projects.models.year import Category, CoverageField, Level, OutcomeForm, ProgrammeYear, Theme
from projects.visibility import ProjectQuerySet, departments_of


class DecisionBatch(models.Model):
    """One meeting of the committee and what it decided together."""

    committee = tenant()
    year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="batches")
    meeting_number = models.CharField(max_length=60, blank=True)
    meeting_on = models.DateField()
    decided_by = person()
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class Project(models.Model):
    committee = tenant()
    year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="projects")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="projects")
    carried_by = models.ForeignKey(  # the branch that a general branch's project covers
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=0)  # how often it was filed

    name = models.CharField(max_length=60)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    level = models.ForeignKey(Level, models.PROTECT, null=True, related_name="+")
    lead = models.ForeignKey(Member, models.PROTECT, null=True, related_name="led_projects")
    problem = models.TextField(blank=True, max_length=2000)
    goal = models.TextField(blank=True, max_length=2000)
    indicator_name = models.CharField(max_length=60, blank=True)
    indicator_unit = models.CharField(max_length=20, blank=True)
    indicator_baseline = models.CharField(max_length=40, blank=True)
    indicator_target = models.CharField(max_length=40, blank=True)
    measures = models.TextField(blank=True, max_length=4000)
    finish_on = models.DateField(null=True, blank=True)
    public_summary = models.TextField(blank=True, max_length=400)

    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+")
    coverage_field = models.ForeignKey(
        CoverageField, models.PROTECT, null=True, blank=True, related_name="+"
    )
    origin = models.CharField(max_length=20, choices=Origin, default=Origin.SELF_CHOSEN)
    savings_target = MoneyField(null=True, blank=True)  # yuan
    savings_formula = models.TextField(blank=True, max_length=1000)
    savings_source = models.CharField(max_length=200, blank=True)
    budget = MoneyField(null=True, blank=True)  # yuan
    risks = models.TextField(blank=True, max_length=1000)
    scope = models.CharField(
        max_length=10, choices=DisclosureScope, default=DisclosureScope.COMPANY
    )
    scope_reason = models.CharField(max_length=200, blank=True)

    declaration = models.JSONField(default=dict)  # DeclarationQuestion → bool
    declared_by = person(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = person(null=True, blank=True)  # the secretary, before publication
    confirmed_at = models.DateTimeField(null=True, blank=True)

    entry_mode = models.CharField(max_length=12, choices=EntryMode, default=EntryMode.OWN)
    entered_for = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    meeting_kind = models.CharField(max_length=20, choices=MeetingKind, blank=True)
    meeting_on = models.DateField(null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies"
    )

    pending = models.CharField(max_length=10, choices=Decision, null=True, blank=True)
    pending_reason = models.CharField(max_length=40, blank=True)
    pending_comment = models.CharField(max_length=500, blank=True)
    pending_by = person(null=True, blank=True)
    batch = models.ForeignKey(
        DecisionBatch, models.PROTECT, null=True, blank=True, related_name="projects"
    )

    created_by = person()
    created_at = models.DateTimeField()
    stepped_at = models.DateTimeField()  # when it came into its present status
    updated_by = person()
    updated_at = models.DateTimeField()
    filed_by = person(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"], condition=~Q(number=""), name="project_number_once"
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True) | ~Q(number=""), name="approved_has_number"
            ),
            models.CheckConstraint(
                condition=Q(savings_target__isnull=True) | Q(savings_target__gte=0),
                name="savings_target_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0), name="budget_not_negative"
            ),
            all_or_none("declared_by", "declared_at", name="declared_by_and_at"),
            all_or_none("confirmed_by", "confirmed_at", name="confirmed_by_and_at"),
            all_or_none("filed_by", "filed_at", name="filed_by_and_at"),
            all_or_none("pending", "pending_by", name="pending_and_by"),
        ]
        indexes = [
            models.Index(fields=["committee", "year", "-updated_at", "-id"]),
            models.Index(fields=["committee", "-updated_at", "-id"]),
            models.Index(fields=["year", "status"]),
            models.Index(fields=["organization", "year", "status"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def access_path(self) -> str:
        return self.organization.path

    def relations_of(self, user: User) -> set[str]:
        """Lead and team follow from being named; who began a draft stands as its lead.

        A department beside the project's place is asked for its opinion, and so reads it.
        """
        named: set[str] = set()
        if (user.member_id and user.member_id == self.lead_id) or self.is_begun_by(user):
            named.add(Relation.LEAD)
        if self.pk and user.member_id and self.has_in_team(user.member_id):
            named.add(Relation.TEAM)
        asked = departments_of(user) if self.pk else []
        if asked and any(row.organization_id in asked for row in self.countersignatures.all()):
            named.add(Relation.ASKED)
        return named

    def has_in_team(self, member_id: int) -> bool:
        return any(place.member_id == member_id for place in self.team.all())

    def is_begun_by(self, user: User) -> bool:
        """A draft belongs to who began it; what was entered from paper comes back to that desk."""
        from_paper = self.entry_mode == EntryMode.ENTERED_FOR and self.status == Status.RETURNED
        return self.created_by_id == user.pk and (self.status == Status.DRAFT or from_paper)


class TeamMember(models.Model):
    """Somebody in the team: of the roster, or an outsider by name (flagged as non-member)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="team")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="team_places"
    )
    outsider = models.CharField(max_length=40, blank=True)
    is_co_lead = models.BooleanField(default=False)
    task = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "member"],
                condition=Q(member__isnull=False),
                name="in_a_team_once",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False) ^ ~Q(outsider=""), name="member_or_outsider"
            ),
        ]

    @property
    def name(self) -> str:
        return self.member.name if self.member else self.outsider


class Milestone(models.Model):
    """A step of the plan in a quarter; also a sub-project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=120)
    quarter = models.PositiveSmallIntegerField()
    due = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["quarter", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="quarter_is_1_to_4")
        ]


class ExpectedOutcome(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="expected_outcomes")
    form = models.ForeignKey(OutcomeForm, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["form__position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "form"], name="expected_outcome_once")
        ]


class Attachment(models.Model):
    """A file belongs to its project once; later rooms link to it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=AttachmentKind, default=AttachmentKind.MATERIAL)
    created_by = person()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "file"], name="attached_once"),
        ]


class Countersignature(models.Model):
    """An opinion that a department (or finance) owes or has given at filing."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="countersignatures")
    round = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=30)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    agrees = models.BooleanField(null=True)
    opinion = models.CharField(max_length=500, blank=True)
    signed_by = person(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "round", "role", "organization"], name="countersigned_once"
            ),
            all_or_none("agrees", "signed_by", "signed_at", name="countersigned_by_and_at"),
        ]


class ProjectLog(models.Model):
    """The one timeline: codes and parameters, worded in the reader's language when shown."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="log")
    at = models.DateTimeField()
    by = person(null=True)
    role = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)  # a transition's name, or another act
    source = models.CharField(max_length=20, choices=Status, blank=True)
    target = models.CharField(max_length=20, choices=Status, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    comment = models.TextField(blank=True, max_length=1000)
    params = models.JSONField(default=dict)
    batch = models.ForeignKey(  # the meeting in which it was decided, also for a return
        DecisionBatch, models.PROTECT, null=True, blank=True, related_name="log"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["project", "id"])]
