from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class YearState(TextChoices):
    PREPARING = "preparing", _("In preparation")
    OPEN = "open", _("Open")
    RUNNING = "running", _("Running, filing closed")
    ARCHIVED = "archived", _("Archived")


class Status(TextChoices):
    """Stored keys never change; `workflow.STATUSES` says who owns each and how it is called."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Branch review")
    GENERAL_REVIEW = "general_review", _("General-branch review")
    COUNTERSIGN = "countersign", _("Countersigning")
    INITIAL_REVIEW = "initial_review", _("Initial review")
    COMMITTEE_DECISION = "committee_decision", _("Committee decision")
    DECIDED = "decided", _("Decided, notice in preparation")
    PUBLICISED = "publicised", _("Proposed, on public notice")
    APPROVED = "approved", _("Approved")
    ACTIVE = "active", _("In progress")
    RETURNED = "returned", _("Returned for revision")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Step(TextChoices):
    """Steps of the review chain; which of them an organisation type and level pass is data."""

    BRANCH = "branch", _("Branch review")
    GENERAL = "general", _("General-branch review")
    COUNTERSIGN = "countersign", _("Countersigning")
    INITIAL = "initial", _("Initial review")
    DECISION = "decision", _("Committee decision")


class Origin(TextChoices):
    ASSIGNED = "assigned", _("Assigned")
    SELF_CHOSEN = "self_chosen", _("Self-chosen")
    SUGGESTION = "suggestion", _("From a suggestion")
    CARRIED_OVER = "carried_over", _("Carried over from last year")


class DisclosureScope(TextChoices):
    """公开范围, from the narrowest to the widest."""

    NONE = "none", _("Not disclosed")
    PARTY = "party", _("Within Party organisations")
    UNIT = "unit", _("Within the unit")
    COMPANY = "company", _("Whole company")
    EXTERNAL = "external", _("May be disclosed outside")


PUBLIC_SCOPES = (DisclosureScope.COMPANY, DisclosureScope.EXTERNAL)


class DeclarationQuestion(TextChoices):
    """The five questions of the self-declaration before anything is published."""

    SECRETS = "secrets", _("State secret, work secret, trade secret or internal sensitive matter")
    SCHEDULE = "schedule", _("Schedule or progress of sensitive work")
    RESULTS = "results", _("Results, drawings or photographs of sensitive products")
    FOREIGN = "foreign", _("Foreign cooperation in defence matters")
    OTHER = "other", _("Anything else unsuitable for disclosure")


class InitialTick(TextChoices):
    """The five ticks of the initial review."""

    CENTRAL_WORK = "central_work", _("Serves the central tasks")
    OWN_DUTIES = "own_duties", _("Rooted in the unit's own duties")
    NOT_ROUTINE = "not_routine", _("Not routine work")
    MEASURABLE = "measurable", _("Goal can be measured")
    NOT_DUPLICATE = "not_duplicate", _("Not a duplicate")


class MeetingKind(TextChoices):
    BRANCH_COMMITTEE = "branch_committee", _("Branch committee meeting")
    MEMBERS = "members", _("Meeting of all members")
    GENERAL_COMMITTEE = "general_committee", _("General-branch committee meeting")


class EntryMode(TextChoices):
    """How a record came in: by its own person, for somebody (代填), or from paper (代录)."""

    OWN = "own", _("Own entry")
    FILLED_FOR = "filled_for", _("Filled in for")
    ENTERED_FOR = "entered_for", _("Entered from paper for")


class Decision(TextChoices):
    APPROVE = "approve", _("Approve")
    RETURN = "return", _("Return for revision")
    REJECT = "reject", _("Reject")


class AttachmentKind(TextChoices):
    MATERIAL = "material", _("Supporting material")
    SCAN = "scan", _("Signed scan")
    PICTURE = "picture", _("Picture")


class NoticeKind(TextChoices):
    PROPOSED = "proposed_approval", _("Notice of proposed approval")


class NoticeState(TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Cleared for publication")
    PUBLISHED = "published", _("On notice")
    CLOSED = "closed", _("Ended")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReviewResult(TextChoices):
    WAITING = "waiting", _("Waiting for review")
    PASSED = "passed", _("Passed")
    REFUSED = "refused", _("Refused")


class ReasonKind(TextChoices):
    RETURN = "return", _("Return for revision")
    REJECT = "reject", _("Rejection")
    WITHDRAW = "withdraw", _("Withdrawal")
    CONFIDENTIALITY = "confidentiality", _("Refusal by confidentiality review")
    NOT_DISCLOSED = "not_disclosed", _("No disclosure")
