"""Organisations in time, people, logins and who may do what where."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from innovation.core import clock
from innovation.core.models import person, tenant
from innovation.org.enums import (
    BUSINESS_ROLES,
    SYSTEM_POSTS,
    LeaderLevel,
    MemberStatus,
    OrganizationType,
    PostKind,
    Role,
)


class Dated(models.Model):
    """A row that holds from one day to another, both included; open at the end while it lasts."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def on(day: Any) -> Q:
        return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name
    )


class Organization(models.Model):
    """A Party organisation today. `path` is "/1/5/23/": ids from the root, for access only.

    `committee` is the tenant it files under; the committee that holds the years is its own.
    """

    committee = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    code = models.CharField(max_length=30)
    external_code = models.CharField(max_length=30, blank=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40, blank=True)
    type = models.CharField(max_length=30, choices=OrganizationType)
    path = models.CharField(max_length=200, unique=True)
    position = models.PositiveIntegerField(default=0)
    closed_on = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "code"], name="organization_code_once")
        ]
        indexes = [
            models.Index(fields=["committee", "position", "id"]),
            # Tenants inside a tenant: few or none, asked for with every login.
            models.Index(
                fields=["path"],
                condition=Q(committee=F("id"), parent__isnull=False),
                name="nested_committees",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def is_tenant(self) -> bool:
        return self.committee_id == self.pk

    @property
    def access_path(self) -> str:
        return self.path

    def relations_of(self, user: Any) -> set[str]:
        return set()


class OrganizationVersion(Dated):
    """What an organisation was called and where it stood at a time; rows never overlap."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="versions")
    parent = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=80)
    type = models.CharField(max_length=30, choices=OrganizationType)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "valid_from"], name="organization_version_once"
            ),
            ends_after_it_starts("organization_version_dates"),
        ]
        indexes = [models.Index(fields=["path", "valid_from"])]


class Member(models.Model):
    """A person of the roster. No ID-card number, no telephone."""

    committee = tenant()
    staff_number = models.CharField(max_length=30)
    name = models.CharField(max_length=40)
    sex = models.CharField(max_length=1, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=MemberStatus, default=MemberStatus.FULL)
    leader_level = models.CharField(max_length=10, choices=LeaderLevel, default=LeaderLevel.NONE)
    in_post = models.BooleanField(default=True)

    class Meta:
        ordering = ["staff_number"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "staff_number"], name="staff_number_once")
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(Dated):
    """组织关系: where a member belongs, in time; at most one open row a member."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="affiliations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="affiliations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(valid_to__isnull=True), name="one_open_affiliation"
            ),
            ends_after_it_starts("affiliation_dates"),
        ]
        indexes = [models.Index(fields=["organization", "valid_from"])]


class Post(Dated):
    member = models.ForeignKey(Member, models.PROTECT, related_name="posts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=30, choices=PostKind)

    class Meta:
        constraints = [ends_after_it_starts("post_dates")]
        indexes = [models.Index(fields=["organization", "kind"])]


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.password_changed_at = fields.get("password_changed_at") or clock.now()
        user.save()
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A login. May point to a member; holds nothing but grants decide what it may do."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(max_length=40)
    member = models.OneToOneField(Member, models.PROTECT, null=True, blank=True)
    committee = tenant(null=True, blank=True)
    unit = models.ForeignKey(  # where somebody works who is no member
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    failed_logins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Sessions end with the password, and whenever `session_epoch` is raised."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for key in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(key)

    def _session_hash(self, secret: str | bytes) -> str:
        value = f"{self.session_epoch}:{self.password}"
        return salted_hmac("innovation.org.session", value, secret, algorithm="sha256").hexdigest()


class OldPassword(models.Model):
    """The last password hashes, so that they are not used again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="old_passwords")
    password = models.CharField(max_length=128)
    changed_at = models.DateTimeField()


class Grant(Dated):
    """A role held in an organisation (system posts: in none), reaching its subtree.

    `deputy_for` names the grant that a dated deputy (代理) stands in for.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=Role)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    deputy_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    granted_by = person(null=True, blank=True)
    granted_at = models.DateTimeField()
    revoked_by = person(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organization", "valid_from"],
                condition=Q(revoked_at__isnull=True),
                name="grant_once",
            ),
            models.UniqueConstraint(  # without an organisation the constraint above sees no equals
                fields=["user", "role", "valid_from"],
                condition=Q(revoked_at__isnull=True, organization__isnull=True),
                name="system_post_once",
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False, role__in=BUSINESS_ROLES)
                | Q(organization__isnull=True, role__in=SYSTEM_POSTS),
                name="system_posts_alone_have_no_organization",
            ),
            models.CheckConstraint(
                condition=Q(deputy_for__isnull=True) | Q(valid_to__isnull=False),
                name="a_deputy_has_an_end",
            ),
            ends_after_it_starts("grant_dates"),
        ]
        indexes = [models.Index(fields=["organization", "role"])]

    @staticmethod
    def in_force(day: Any, prefix: str = "") -> Q:
        """Holds on that day and was not revoked. A revocation works at once, not at midnight."""
        held = Q(**{f"{prefix}valid_from__lte": day}) & (
            Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
        )
        return held & Q(**{f"{prefix}revoked_at__isnull": True})
