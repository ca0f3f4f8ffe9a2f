"""When a text may be passed, changed, published or closed, and how long a notice stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from innovation.core import workdays
from innovation.core.errors import DomainError
from innovation.core.workflow import Transition
from innovation.org import access
from projects import notice_content
from projects.enums import (
    DeclarationQuestion,
    DisclosureScope,
    NoticeKind,
    NoticeState,
    ReviewResult,
    Status,
)
from projects.models import Notice, NoticeItem, NoticeSetting, ProgrammeYear, Project
from projects.workflow import NOTICE

LEAST_WORKING_DAYS = 3
UNPUBLISHED = (NoticeState.DRAFT, NoticeState.REVIEWED)
NO_OBJECTION = "no_objection_received"
NOT_DISCLOSED = "not_disclosed"


@dataclass(frozen=True)
class Period:
    """First and last day, both included, and the years whose holidays are not announced yet."""

    opens_on: date
    closes_on: date
    unannounced: tuple[int, ...]


def period_from(day: date, working_days: int) -> Period:
    """The day of publication does not count, as in all periods of law; the last day counts whole.

    Published on a day off, the notice opens on the next working day, which then is the first.
    """
    opens = day if workdays.is_working_day(day) else workdays.add_working_days(day, 1)
    closes = workdays.add_working_days(day, working_days)
    return Period(opens, closes, tuple(workdays.unannounced(day, closes)))


def working_days_of(year: ProgrammeYear, kind: str) -> int:
    """As the year says, five by default and three at least."""
    setting = NoticeSetting.objects.filter(year=year, kind=kind, is_closed=False).first()
    return max(setting.working_days if setting else 5, LEAST_WORKING_DAYS)


def awaits_notice(year: ProgrammeYear) -> tuple[str, ...]:
    """The states in which a decided project goes into a notice: before or after its approval."""
    if year.notice_after_approval:
        return (Status.APPROVED, Status.ACTIVE)
    return (Status.DECIDED,)


def title_of(year: ProgrammeYear, kind: str, ordinal: int, scope: str, unit: str) -> str:
    """Official and Chinese by nature, like the paper that hangs on the board."""
    what = "立项项目公示" if year.notice_after_approval else "拟立项项目公示"
    batch = f"（第{ordinal}批）" if ordinal > 1 else ""
    place = f"（{unit}）" if scope == DisclosureScope.UNIT else ""
    title = {NoticeKind.PROPOSED: f"{year.year}年度党员创新工程{what}{batch}{place}"}
    return title[NoticeKind(kind)][:120]


# --- guards ----------------------------------------------------------------------------------


@NOTICE.guard("review_matches")
def check_review_matches(notice: Notice, user: Any) -> None:
    """Nothing is published without a passed review of exactly that content."""
    items = list(notice.items.filter(removed_at__isnull=True))
    fresh = [notice_content.digest(item.content) for item in items]
    passed = all(
        item.review == ReviewResult.PASSED and item.reviewed_hash == item.content_hash == now
        for item, now in zip(items, fresh, strict=True)
    )
    whole = notice_content.digest_of(notice)
    if not items or not passed or not notice.reviewed_hash == notice.content_hash == whole:
        raise DomainError(
            _("“%(title)s” is not what the confidentiality review passed; it must be reviewed.")
            % {"title": notice.title},
            code="review_missing",
        )


def check(name: str, notice: Notice, user: Any) -> Transition:
    return NOTICE.check(name, notice, user, by_permission=access.require)


def refusal(name: str, notice: Notice, user: Any) -> str:
    try:
        check(name, notice, user)
    except DomainError as error:
        return str(error)
    return ""


# --- confidentiality review ------------------------------------------------------------------


def check_reviewable(notice: Notice, user: Any) -> None:
    access.require(user, "notice.review", notice)
    if notice.state not in UNPUBLISHED:
        raise DomainError(_("This notice is not in review any more."), code="wrong_state")


def check_may_judge(item: NoticeItem, user: Any) -> None:
    """Four eyes compares persons: the reviewer did not file or enter it and does not lead it."""
    project = item.project
    named = (project.filed_by_id, project.created_by_id, project.confirmed_by_id)
    leads = user.member_id and user.member_id == project.lead_id
    if project.year.four_eyes and (user.pk in named or leads):
        raise DomainError(
            _("You filed, entered or confirmed this project; another reviewer must decide."),
            code="four_eyes",
        )


def may_judge(item: NoticeItem, user: Any) -> bool:
    try:
        check_may_judge(item, user)
    except DomainError:
        return False
    return True


def is_plain(item: NoticeItem) -> bool:
    """No marked word and all five questions answered with no: it may pass in bulk."""
    answers = item.project.declaration
    return not item.marks and all(answers.get(q) is False for q in DeclarationQuestion.values)


def check_text_fixable(project: Project, item: NoticeItem, user: Any) -> None:
    access.require(user, "project.fix_text", project)
    if item.removed_at or item.notice.state not in UNPUBLISHED:
        raise DomainError(_("This text has been published or taken out."), code="wrong_state")


def refusal_of_text(project: Project, item: NoticeItem, user: Any) -> str:
    """Why the text cannot be changed now; empty when it can."""
    try:
        check_text_fixable(project, item, user)
    except DomainError as error:
        return str(error)
    return ""
