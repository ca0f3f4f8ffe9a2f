from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganizationType(TextChoices):
    COMMITTEE = "committee", _("Party committee")
    GENERAL_BRANCH = "general_branch", _("General Party branch")
    BRANCH = "branch", _("Party branch")
    DIRECT = "directly_affiliated_branch", _("Directly affiliated branch")
    JOINT = "joint_branch", _("Joint branch")
    TEMPORARY = "temporary_branch", _("Temporary branch")
    GROUP = "group", _("Party group")
    DEPARTMENT = "department", _("Department")


BRANCH_TYPES = (
    OrganizationType.BRANCH,
    OrganizationType.DIRECT,
    OrganizationType.JOINT,
    OrganizationType.TEMPORARY,
)


class MemberStatus(TextChoices):
    FULL = "full", _("Full member")
    PROBATIONARY = "probationary", _("Probationary member")
    TRANSFERRED = "transferred", _("Transferred out")
    DECEASED = "deceased", _("Deceased")


class LeaderLevel(TextChoices):
    NONE = "none", pgettext_lazy("leader level", "None")
    COMPANY = "company", _("Company leader")
    MIDDLE = "middle", _("Middle-level leader")


class PostKind(TextChoices):
    SECRETARY = "secretary", _("Secretary")
    DEPUTY_SECRETARY = "deputy_secretary", _("Deputy secretary")
    ORGANIZATION_COMMISSIONER = "organization_commissioner", _("Organisation commissioner")
    PUBLICITY_COMMISSIONER = "publicity_commissioner", _("Publicity commissioner")
    DISCIPLINE_COMMISSIONER = "discipline_commissioner", _("Discipline commissioner")
    GROUP_LEADER = "group_leader", _("Group leader")
    PARTY_WORKER = "party_worker", _("Party worker")


class Role(TextChoices):
    """Roles held in an organisation, reaching its subtree. `lead` and `team` are relations."""

    BRANCH_CLERK = "branch_clerk", _("Branch clerk")
    BRANCH_SECRETARY = "branch_secretary", _("Branch secretary")
    GENERAL_REVIEWER = "general_branch_reviewer", _("General-branch reviewer")
    COUNTERSIGNER = "countersigner", _("Countersigning department")
    COMMITTEE_STAFF = "committee_staff", _("Committee staff")
    INSPECTOR = "inspector", _("Inspector")
    FINANCE_VERIFIER = "finance_verifier", _("Finance verifier")
    CONFIDENTIALITY_REVIEWER = "confidentiality_reviewer", _("Confidentiality reviewer")
    JUDGE = "judge", _("Judge")
    DISCIPLINE_OFFICER = "discipline_officer", _("Discipline officer")
    READER = "reader", _("Reader")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    SECURITY_AUDITOR = "security_auditor", _("Security auditor")


SYSTEM_POSTS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.SECURITY_AUDITOR)
BUSINESS_ROLES = tuple(role for role in Role if role not in SYSTEM_POSTS)


class Relation(TextChoices):
    """What follows from being named in an object, never granted."""

    LEAD = "lead", _("Project lead")
    TEAM = "team", _("Team member")
    ASKED = "asked", _("Asked for an opinion")
