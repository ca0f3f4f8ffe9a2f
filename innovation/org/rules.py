"""What the actions of this room check before they write."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.org import access
from innovation.org.enums import SYSTEM_POSTS, MemberStatus, OrganizationType, Role
from innovation.org.models import Grant, Member, Organization, User

NOT_FOR_MEMBERS = (OrganizationType.COMMITTEE, OrganizationType.DEPARTMENT)


def check_may(by: User | None, permission: str, obj: access.Placed | None = None) -> None:
    """`by=None` is the console of the machine itself: set-up and demo data."""
    if by is None:
        return
    if obj is None:
        access.require_anywhere(by, permission)
    else:
        access.require(by, permission, obj)


def check_not_self(by: User | None, user: User) -> None:
    if by is not None and by.pk == user.pk:
        raise DomainError(_("Nobody changes their own rights or account."), code="own_account")


# --- organisations ---------------------------------------------------------------------------


def check_open(organization: Organization) -> None:
    if organization.closed_on is not None:
        raise DomainError(
            _("%(name)s is closed.") % {"name": organization}, code="organization_closed"
        )


def check_new_place(parent: Organization | None, kind: OrganizationType, tenant: bool) -> None:
    if parent is not None:
        check_open(parent)
    if tenant and kind != OrganizationType.COMMITTEE:
        raise DomainError(
            _("Only a Party committee can stand alone."), code="not_a_committee", field="type"
        )


def check_successor(organization: Organization, successor: Organization | None) -> None:
    if successor is None:
        return
    check_open(successor)
    if successor.pk == organization.pk or successor.committee_id != organization.committee_id:
        raise DomainError(
            _("The successor is another organisation of the same Party committee."),
            code="wrong_successor",
            field="successor",
        )


def check_code_free(committee_id: int | None, code: str) -> None:
    if committee_id and Organization.objects.filter(committee_id=committee_id, code=code).exists():
        raise DomainError(
            _("The code %(code)s is taken.") % {"code": code}, code="code_taken", field="code"
        )


def check_change_day(organization: Organization, on: date) -> None:
    """The tree of today is kept ready for access; so a change cannot lie in the future."""
    if on > clock.today():
        raise DomainError(_("The day lies in the future."), code="future", field="on")
    if organization.versions.filter(valid_from__gt=on).exists():
        raise DomainError(
            _("%(name)s has changed after that day.") % {"name": organization},
            code="changed_later",
            field="on",
        )


def check_new_parent(organization: Organization, parent: Organization) -> None:
    check_open(parent)
    if parent.path.startswith(organization.path):
        raise DomainError(_("An organisation cannot stand under itself."), code="under_itself")
    if not organization.is_tenant and parent.committee_id != organization.committee_id:
        raise DomainError(
            _("An organisation stays with its Party committee."), code="other_committee"
        )


def check_nothing_below(organization: Organization, on: date) -> None:
    if organization.children.filter(closed_on__isnull=True).exists():
        raise DomainError(
            _("Organisations still stand under %(name)s.") % {"name": organization},
            code="has_children",
        )
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    if organization.affiliations.filter(still).exists():
        raise DomainError(
            _("Members still belong to %(name)s.") % {"name": organization}, code="has_members"
        )


# --- members ---------------------------------------------------------------------------------


def check_staff_number_free(committee: Organization, staff_number: str) -> None:
    if Member.objects.filter(committee=committee, staff_number=staff_number).exists():
        raise DomainError(
            _("The staff number %(number)s is taken.") % {"number": staff_number},
            code="staff_number_taken",
            field="staff_number",
        )


def check_takes_members(member: Member, organization: Organization) -> None:
    check_open(organization)
    if organization.type in NOT_FOR_MEMBERS:
        raise DomainError(
            _("Members belong to a branch, not to %(name)s.") % {"name": organization},
            code="not_for_members",
        )
    check_same_committee(member, organization)


def check_same_committee(member: Member, organization: Organization) -> None:
    if organization.committee_id != member.committee_id:
        raise DomainError(
            _("%(name)s is in the roster of another Party committee.") % {"name": member},
            code="other_committee",
        )


def check_affiliation_day(member: Member, on: date) -> None:
    """Each earlier row ends before `on`, so that the rows never overlap."""
    later = Q(valid_from__gt=on) | Q(valid_to__gte=on)
    if member.affiliations.filter(later).exists():
        raise DomainError(
            _("%(name)s has been transferred after that day.") % {"name": member},
            code="transferred_later",
            field="on",
        )


def check_leaving(member: Member, status: str, on: date) -> None:
    if status not in (MemberStatus.TRANSFERRED, MemberStatus.DECEASED):
        raise DomainError(_("Say how the member left."), code="not_a_leave", field="status")
    if member.affiliations.filter(valid_to__isnull=True, valid_from__gt=on).exists():
        raise DomainError(
            _("%(name)s has been transferred after that day.") % {"name": member},
            code="transferred_later",
            field="on",
        )


def check_post_free(
    member: Member, organization: Organization, kind: str, on: date, until: date | None
) -> None:
    same = member.posts.filter(organization=organization, kind=kind)
    if same.filter(overlapping(on, until)).exists():
        raise DomainError(_("This post is held already."), code="held_already", field="kind")


# --- accounts and grants ---------------------------------------------------------------------


def check_username_free(username: str) -> None:
    if not username:
        raise DomainError(_("A user name is needed."), code="no_username", field="username")
    if User.objects.filter(username__iexact=username).exists():
        raise DomainError(
            _("The user name %(name)s is taken.") % {"name": username},
            code="username_taken",
            field="username",
        )


def check_member_free(member: Member | None) -> None:
    if member is not None and User.objects.filter(member=member).exists():
        raise DomainError(
            _("%(name)s has a login already.") % {"name": member},
            code="member_taken",
            field="member",
        )


def check_role_place(role: str, organization: Organization | None, valid_to: date | None) -> None:
    if (organization is None) != (role in SYSTEM_POSTS):
        raise DomainError(
            _("A role is held in an organisation, a system post in none."), code="role_place"
        )
    if organization is not None:
        check_open(organization)
    if role == Role.READER and valid_to is None:
        raise DomainError(_("A reader's right needs an end date."), code="no_end", field="valid_to")


def check_period(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise DomainError(_("The end lies before the start."), code="dates", field="valid_to")


def check_exclusive(user: User, role: str, held: list[Grant]) -> None:
    """三员分立: a system post stands alone, also against being named in a project."""
    roles = {grant.role for grant in held}
    posts = roles.intersection(SYSTEM_POSTS)
    if (posts - {role}) or (role in SYSTEM_POSTS and roles - {role}):
        raise DomainError(
            _("System administrator, security administrator and security auditor are held alone."),
            code="exclusive_post",
        )
    if role in SYSTEM_POSTS and user.member_id is not None:
        raise DomainError(
            _("A system post is held by a login that belongs to no member."),
            code="post_with_member",
        )


def check_not_held(role: str, organization: Organization | None, held: list[Grant]) -> None:
    place = organization.pk if organization else None
    if any(grant.role == role and grant.organization_id == place for grant in held):
        raise DomainError(_("This role is held already."), code="held_already")


def check_holds_today(grant: Grant) -> None:
    today = clock.today()
    ended = grant.valid_to is not None and grant.valid_to < today
    if grant.revoked_at is not None or ended:
        raise DomainError(_("This role has ended."), code="grant_ended")


def check_deputy(grant: Grant, user: User, valid_to: date) -> None:
    if grant.role in SYSTEM_POSTS or grant.deputy_for_id is not None:
        raise DomainError(
            _("Neither a system post nor a deputy can have a deputy."), code="no_deputy_here"
        )
    if grant.user_id == user.pk:
        raise DomainError(_("Nobody is their own deputy."), code="own_deputy")
    if grant.valid_to is not None and valid_to > grant.valid_to:
        raise DomainError(
            _("The deputy would stay longer than the role itself."),
            code="too_long",
            field="valid_to",
        )
    if grant.organization is None or user.committee_id != grant.organization.committee_id:
        raise DomainError(
            _("A deputy comes from the same Party committee."), code="other_committee"
        )


def overlapping(valid_from: date, valid_to: date | None) -> Q:
    """Rows that hold on at least one of these days."""
    later = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    return later if valid_to is None else later & Q(valid_from__lte=valid_to)
