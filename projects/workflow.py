"""The life of a project as one table. Stored keys never change; buttons, POST checks, to-dos
and the diagram in the reference all read it. Guards are registered in `rules`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from innovation.core import registries
from innovation.core.workflow import Status as State
from innovation.core.workflow import Transition, Workflow, table
from innovation.org.enums import Relation, Role
from projects.enums import NoticeState, ReasonKind, Status, Step

IN_REVIEW = (
    Status.SUBMITTED,
    Status.GENERAL_REVIEW,
    Status.COUNTERSIGN,
    Status.INITIAL_REVIEW,
    Status.COMMITTEE_DECISION,
)
EDITABLE = (Status.DRAFT, Status.RETURNED)

STEP_PERMISSION: dict[str, str] = {
    Status.SUBMITTED: "project.review_branch",
    Status.GENERAL_REVIEW: "project.review_general",
    Status.COUNTERSIGN: "project.review_initial",
    Status.INITIAL_REVIEW: "project.review_initial",
    Status.COMMITTEE_DECISION: "project.decide",
    Status.DECIDED: "project.decide",
}
STEP_STATUS = {
    Step.BRANCH: Status.SUBMITTED,
    Step.GENERAL: Status.GENERAL_REVIEW,
    Step.COUNTERSIGN: Status.COUNTERSIGN,
    Step.INITIAL: Status.INITIAL_REVIEW,
    Step.DECISION: Status.COMMITTEE_DECISION,
}

STATUSES = table(
    [
        State(Status.DRAFT, _("Draft"), Relation.LEAD),
        State(
            Status.SUBMITTED,
            _("Filed, in branch review"),
            Role.BRANCH_SECRETARY,
            tone="info",
            branch_label=_("To be reviewed by the branch"),
        ),
        State(
            Status.GENERAL_REVIEW, _("General-branch review"), Role.GENERAL_REVIEWER, tone="info"
        ),
        State(Status.COUNTERSIGN, _("Countersigning"), Role.COUNTERSIGNER, tone="info"),
        State(Status.INITIAL_REVIEW, _("Initial review"), Role.COMMITTEE_STAFF, tone="info"),
        State(
            Status.COMMITTEE_DECISION, _("Committee decision"), Role.COMMITTEE_STAFF, tone="info"
        ),
        State(
            Status.DECIDED,
            _("Decided, notice in preparation"),
            Role.CONFIDENTIALITY_REVIEWER,
            tone="progress",
        ),
        State(
            Status.PUBLICISED,
            _("Proposed, on public notice"),
            Role.COMMITTEE_STAFF,
            tone="progress",
            public_label=_("On notice"),
        ),
        State(Status.APPROVED, pgettext_lazy("project", "Approved"), "", tone="good"),
        State(Status.ACTIVE, _("In progress"), Relation.LEAD, tone="good"),
        State(Status.RETURNED, _("Returned for revision"), Relation.LEAD, tone="warn"),
        State(Status.REJECTED, pgettext_lazy("project", "Rejected"), "", tone="bad"),
        State(Status.WITHDRAWN, pgettext_lazy("project", "Withdrawn"), "", tone="neutral"),
    ]
)

TRANSITIONS = table(
    [
        Transition(  # the target of a forward step is the next one of the year's review chain
            "submit",
            _("File"),
            EDITABLE,
            Status.SUBMITTED,
            "project.submit",
            guards=("filing_open", "complete", "meeting_named", "paper_attached"),
            tone="primary",
        ),
        Transition(
            "pass_branch",
            _("Agree and pass on"),
            (Status.SUBMITTED,),
            Status.GENERAL_REVIEW,
            "project.review_branch",
            guards=("four_eyes", "complete"),
            tone="primary",
        ),
        Transition(
            "pass_general",
            _("Recommend"),
            (Status.GENERAL_REVIEW,),
            Status.COUNTERSIGN,
            "project.review_general",
            guards=("four_eyes",),
            tone="primary",
        ),
        Transition(
            "countersign",
            _("Give opinion"),
            (Status.COUNTERSIGN,),
            Status.INITIAL_REVIEW,
            "project.countersign",
            guards=("four_eyes", "opinion_owed"),
            tone="primary",
        ),
        Transition(
            "pass_initial",
            _("Pass initial review"),
            (Status.INITIAL_REVIEW,),
            Status.COMMITTEE_DECISION,
            "project.review_initial",
            guards=("four_eyes",),
            tone="primary",
        ),
        Transition(
            "decide",
            _("Approve by decision"),
            (Status.COMMITTEE_DECISION,),
            Status.DECIDED,
            "project.decide",
            guards=("four_eyes",),
        ),
        Transition(
            "return",
            _("Return for revision"),
            (*IN_REVIEW, Status.DECIDED),
            Status.RETURNED,
            STEP_PERMISSION,
            needs_comment=True,
            reasons=ReasonKind.RETURN,
        ),
        Transition(
            "reject",
            _("Reject"),
            (Status.INITIAL_REVIEW, Status.COMMITTEE_DECISION),
            Status.REJECTED,
            STEP_PERMISSION,
            guards=("four_eyes",),
            needs_comment=True,
            reasons=ReasonKind.REJECT,
            tone="danger",
        ),
        Transition(
            "withdraw",
            _("Withdraw"),
            (*IN_REVIEW, Status.RETURNED),
            Status.WITHDRAWN,
            "project.withdraw",
            needs_comment=True,
            reasons=ReasonKind.WITHDRAW,
            tone="danger",
        ),
        Transition("publicise", _("Put on notice"), (Status.DECIDED,), Status.PUBLICISED, ""),
        Transition(  # its notice was withdrawn; a new one is prepared
            "take_back", _("Take back from notice"), (Status.PUBLICISED,), Status.DECIDED, ""
        ),
        Transition(
            "approve", _("Approve"), (Status.PUBLICISED, Status.DECIDED), Status.APPROVED, ""
        ),
        Transition("start", _("Start"), (Status.APPROVED,), Status.ACTIVE, ""),
    ]
)

PROJECT = registries.workflow(Workflow("project", STATUSES, TRANSITIONS))

NOTICE = registries.workflow(
    Workflow(
        "notice",
        table(
            [
                State(
                    NoticeState.DRAFT,
                    _("In confidentiality review"),
                    Role.CONFIDENTIALITY_REVIEWER,
                    "progress",
                ),
                State(
                    NoticeState.REVIEWED, _("Cleared for publication"), Role.COMMITTEE_STAFF, "info"
                ),
                State(NoticeState.PUBLISHED, _("On notice"), "", tone="good"),
                State(NoticeState.CLOSED, _("Ended"), "", tone="neutral"),
                State(NoticeState.WITHDRAWN, pgettext_lazy("notice", "Withdrawn"), "", tone="bad"),
            ]
        ),
        table(
            [
                Transition(
                    "clear", _("Clear"), (NoticeState.DRAFT,), NoticeState.REVIEWED, "notice.review"
                ),
                Transition(
                    "reopen", _("Review again"), (NoticeState.REVIEWED,), NoticeState.DRAFT, ""
                ),
                Transition(
                    "publish",
                    _("Approve publication"),
                    (NoticeState.REVIEWED,),
                    NoticeState.PUBLISHED,
                    "notice.manage",
                    guards=("review_matches",),
                    tone="primary",
                ),
                Transition(  # scope "not disclosed": reviewed and recorded, shown nowhere
                    "keep_unpublished",
                    _("Record as not disclosed"),
                    (NoticeState.REVIEWED,),
                    NoticeState.CLOSED,
                    "notice.manage",
                    guards=("review_matches",),
                ),
                Transition("close", _("Close"), (NoticeState.PUBLISHED,), NoticeState.CLOSED, ""),
                Transition(
                    "withdraw",
                    pgettext_lazy("notice", "Withdraw"),
                    (NoticeState.PUBLISHED, NoticeState.CLOSED),
                    NoticeState.WITHDRAWN,
                    "notice.manage",
                    needs_comment=True,
                    tone="danger",
                ),
                Transition(  # every project of it was returned before publication
                    "drop",
                    _("Drop"),
                    (NoticeState.DRAFT, NoticeState.REVIEWED),
                    NoticeState.WITHDRAWN,
                    "",
                ),
            ]
        ),
    )
)
