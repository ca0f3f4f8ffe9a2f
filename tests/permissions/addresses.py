"""For each row of the table: the address at a place, and a body that an entitled person sends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovation.core import clock
from innovation.core.tokens import new_token
from projects.actions import notice_review
from projects.enums import InitialTick, ReasonKind
from projects.models import Reason
from tests.core.hostile import PDF
from tests.factories import publication as notices
from tests.factories.org import PASSWORD
from tests.permissions.people import Person
from tests.support import sheet

Url = Callable[[Any, Person], str]
Body = Callable[[Any, Person], dict[str, Any]]


def nothing(place: Any, person: Person) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Address:
    url: Url
    body: Body = nothing


# --- addresses -------------------------------------------------------------------------------


def plain(name: str, body: Body = nothing) -> Address:
    return Address(lambda place, person: reverse(name), body)


def of(name: str, thing: str, body: Body = nothing) -> Address:
    """A thing by its id; its number stands in the path."""
    return Address(lambda place, person: reverse(name, args=[place.id(thing)]), body)


def step(step_name: str, thing: str, body: Body = nothing) -> Address:
    return Address(
        lambda place, person: reverse("project_step", args=[place.id(thing), step_name]), body
    )


def file(name: str, project: str, attachment: str) -> Address:
    return Address(
        lambda place, person: reverse(name, args=[place.id(project), place.id(attachment)])
    )


def notice(name: str, thing: str, body: Body = nothing) -> Address:
    return Address(lambda place, person: reverse(name, args=[place.key(thing)]), body)


def text(name: str, thing: str, body: Body = nothing) -> Address:
    return Address(lambda place, person: reverse(name, args=[place.key(thing), 1]), body)


def job(name: str) -> Address:
    return Address(lambda place, person: reverse(name, args=[place.job_of(person)]))


def filing_in(place: Any, person: Person) -> str:
    return f"{reverse('project_new')}?organization={place.code}"


def to_publish(place: Any, person: Person) -> str:
    return f"{reverse('publication_publish')}?notice={place.key('reviewed')}"


def similar_names(place: Any, person: Person) -> str:
    return f"{reverse('project_similar')}?name=工序节拍优化"


def draft_of(place: Any, person: Person) -> str:
    return reverse("save_draft", args=["filing", str(place.id("draft"))])


# --- bodies ----------------------------------------------------------------------------------


def sent(thing: str, **values: Any) -> Body:
    """A form of a project, with a fresh token and the version that stands there."""

    def body(place: Any, person: Person) -> dict[str, Any]:
        return {"form_token": new_token(), "base_version": place.things[thing].version} | values

    return body


def opinion(place: Any, person: Person) -> dict[str, Any]:
    """Each signs the own one of the two that are owed: the department's, or finance's."""
    rows = list(place.things["countersign"].countersignatures.order_by("role"))
    mine = [row for row in rows if row.role.startswith(person.kind)]
    values = {"agrees": "yes", "opinion": "", "signature_id": (mine or rows)[0].pk}
    return {"form_token": new_token(), **values}


def form_of_new(place: Any, person: Person) -> dict[str, Any]:
    return place.form_of_new | {"form_token": new_token()}


def form_of_draft(place: Any, person: Person) -> dict[str, Any]:
    return place.form_of_draft | {"form_token": new_token()}


def upload(place: Any, person: Person) -> dict[str, Any]:
    return {"kind": "material", "file": SimpleUploadedFile("补充材料.pdf", PDF)}


def mark(place: Any, person: Person) -> dict[str, Any]:
    return {"project": place.id("committee_decision"), "decision": "approve"}


def unmark(place: Any, person: Person) -> dict[str, Any]:
    return {"project": place.id("marked")}


def meeting(place: Any, person: Person) -> dict[str, Any]:
    shown = f"{place.id('marked')}:approve"
    day = clock.today().isoformat()
    held = {"meeting_number": "2019年第4次党委会", "meeting_on": day}
    return {"form_token": new_token(), "marked": shown} | held


def issue(place: Any, person: Person) -> dict[str, Any]:
    return {"document_number": "党发〔2019〕12号", "issued_on": clock.today().isoformat()}


def item_of(place: Any, thing: str) -> Any:
    return place.things[thing].items.get()


def seen_text(place: Any, person: Person) -> dict[str, Any]:
    return {"form_token": new_token(), "seen": item_of(place, "drafted").content_hash}


def refusal(place: Any, person: Person) -> dict[str, Any]:
    known = Reason.objects.filter(year=place.year, kind=ReasonKind.CONFIDENTIALITY).first()
    reason = {"reason": known.code if known else "", "note": "请删去设备型号。"}
    return seen_text(place, person) | reason


def seen_texts(place: Any, person: Person) -> dict[str, Any]:
    drafted = place.things["drafted"]
    items = notice_review.plain_items(drafted, notices.reviewer_of(drafted.committee))
    return {"form_token": new_token(), "seen": notice_review.seen_hash(items)}


def publication(place: Any, person: Person) -> dict[str, Any]:
    digest = place.things["reviewed"].content_hash
    return {"form_token": new_token(), "notice": f"{place.key('reviewed')}.{digest}"}


def withdrawal(place: Any, person: Person) -> dict[str, Any]:
    return {"form_token": new_token(), "comment": "内容有误，撤回重发。"}


def new_text(place: Any, person: Person) -> dict[str, Any]:
    project = item_of(place, "drafted").project
    words = {"name": project.name, "summary": f"{project.public_summary}（已修改）"}
    return {"form_token": new_token(), "base_version": project.version} | words


def credentials(place: Any, person: Person) -> dict[str, Any]:
    known = person.user or place.lead
    return {"username": known.username, "password": PASSWORD}


def new_password(place: Any, person: Person) -> dict[str, Any]:
    new = "Other-2019-Word"
    return {"old_password": PASSWORD, "new_password1": new, "new_password2": new}


def language(place: Any, person: Person) -> dict[str, Any]:
    return {"language": "en", "next": "/"}


def typed(place: Any, person: Person) -> dict[str, Any]:
    return {"name": "尚未保存的名称", "base_version": "1"}


def read_forms(place: Any, entitled: Person) -> None:
    """The long form as its page offers it to the unit's secretary, with something changed."""
    client = entitled.client()
    blank = client.get(filing_in(place, entitled))
    place.form_of_new = sheet.filled(blank, "filing", name="新申报的项目")
    page = client.get(reverse("project_edit", args=[place.id("draft")]))
    place.form_of_draft = sheet.filled(page, "filing", goal="十道危险工序全部实现人机隔离。")


SUBMITTED, INITIAL = "submitted", "initial_review"
WORDS = {"comment": "请按意见修改。"}
BY_ROW: dict[str, Address] = {
    "home": plain("home"),
    "notice_list": plain("notice_list"),
    "notice_feed": plain("notice_feed"),
    "notice_detail": notice("notice_detail", "for-company"),
    "notice_detail/party": notice("notice_detail", "for-party"),
    "notice_detail/unit": notice("notice_detail", "for-unit"),
    "notice_detail/none": notice("notice_detail", "for-none"),
    "notice_detail/unreviewed": notice("notice_detail", "drafted"),
    "notice_detail/cleared": notice("notice_detail", "reviewed"),
    "notice_detail/withdrawn": notice("notice_detail", "withdrawn"),
    "login": plain("login", credentials),
    "logout": plain("logout"),
    "password_change": plain("password_change", new_password),
    "set_language": plain("set_language", language),
    "save_draft": Address(draft_of, typed),
    "job": job("job"),
    "job_progress": job("job_progress"),
    "job_result": job("job_result"),
    "job_acknowledge": job("job_acknowledge"),
    "workbench": plain("workbench"),
    "project_list": plain("project_list"),
    "project_coverage": plain("project_coverage"),
    "project_new": Address(filing_in, form_of_new),
    "project_similar": Address(similar_names),
    "project_detail": of("project_detail", INITIAL),
    "project_detail/draft": of("project_detail", "draft"),
    "project_edit": of("project_edit", "draft", form_of_draft),
    "project_edit/filed": of("project_edit", SUBMITTED, form_of_draft),
    "project_discard": of("project_discard", "draft"),
    "project_discard/filed": of("project_discard", SUBMITTED),
    "project_attach": of("project_attach", "draft", upload),
    "project_attach/filed": of("project_attach", SUBMITTED, upload),
    "project_file": file("project_file", SUBMITTED, "submitted-file"),
    "project_file/draft": file("project_file", "draft", "draft-file"),
    "project_detach": file("project_detach", "draft", "draft-file"),
    "project_detach/filed": file("project_detach", SUBMITTED, "submitted-file"),
    "project_step/pass_branch": step("pass_branch", SUBMITTED, sent(SUBMITTED, confirms="on")),
    "project_step/pass_general": step("pass_general", "general_review", sent("general_review")),
    "project_step/countersign": step("countersign", "countersign", opinion),
    "project_step/pass_initial": step(
        "pass_initial", INITIAL, sent(INITIAL, ticks=InitialTick.values)
    ),
    "project_step/return": step(
        "return", INITIAL, sent(INITIAL, reason="return_incomplete", **WORDS)
    ),
    "project_step/reject": step(
        "reject", INITIAL, sent(INITIAL, reason="reject_routine_work", **WORDS)
    ),
    "project_step/withdraw": step(
        "withdraw", SUBMITTED, sent(SUBMITTED, reason="withdraw_by_mistake", **WORDS)
    ),
    "project_step/decide": step("decide", "committee_decision", sent("committee_decision")),
    "project_step/unknown": step("submit", "draft", sent("draft")),
    "project_batch": plain("project_batch"),
    "project_batch_mark": plain("project_batch_mark", mark),
    "project_batch_unmark": plain("project_batch_unmark", unmark),
    "project_batch_apply": plain("project_batch_apply", meeting),
    "batch_list": plain("batch_list"),
    "batch_detail": of("batch_detail", "batch"),
    "approval_list": plain("approval_list"),
    "approval_paper": of("approval_paper", "paper"),
    "approval_paper/hidden": of("approval_paper", "hidden-paper"),
    "approval_pdf": of("approval_pdf", "paper"),
    "approval_pdf/hidden": of("approval_pdf", "hidden-paper"),
    "approval_issue": of("approval_issue", "paper", issue),
    "internal_notice_list": plain("internal_notice_list"),
    "internal_notice": notice("internal_notice", "for-company"),
    "internal_notice/party": notice("internal_notice", "for-party"),
    "internal_notice/unit": notice("internal_notice", "for-unit"),
    "internal_notice/none": notice("internal_notice", "for-none"),
    "internal_notice/unreviewed": notice("internal_notice", "drafted"),
    "internal_notice/withdrawn": notice("internal_notice", "withdrawn"),
    "publication_desk": plain("publication_desk"),
    "publication_notice": notice("publication_notice", "drafted"),
    "publication_item": text("publication_item", "drafted"),
    "publication_pass": text("publication_pass", "drafted", seen_text),
    "publication_refuse": text("publication_refuse", "drafted", refusal),
    "publication_pass_all": notice("publication_pass_all", "drafted", seen_texts),
    "publication_publish": Address(to_publish, publication),
    "publication_withdraw": notice("publication_withdraw", "for-company", withdrawal),
    "publication_text": text("publication_text", "drafted", new_text),
}
