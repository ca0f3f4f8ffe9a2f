"""The desk of publication: what waits, and the confidentiality review text by text."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from innovation.core import tokens
from innovation.core.access_rules import needs
from innovation.core.errors import DomainError
from innovation.org import access
from projects.actions import notice_review
from projects.forms.notices import RefuseForm
from projects.models import Notice, NoticeItem
from projects.queries import desk

at_desk = needs("notice.review", "notice.manage", "notice.read_all")


@at_desk
@require_safe
def publication_desk(request: HttpRequest) -> HttpResponse:
    """All notices by state; staff tick the cleared ones and publish them together."""
    state = desk.chosen_state(request.GET.get("state", ""), request.user)
    rows = desk.rows_of(request.user, state)
    context = {"tabs": desk.tabs_of(request.user, state), "rows": rows, "state": state}
    may_publish = access.holds(request.user, "notice.manage") and state == "reviewed"
    return render(request, "projects/notice_desk.html", context | {"may_publish": may_publish})


@at_desk
@require_safe
def publication_notice(request: HttpRequest, key: str) -> HttpResponse:
    notice = of_desk(request.user, key)
    context = desk.notice_page(notice, request.user, request.GET.get("show", ""))
    return render(request, "projects/notice_review.html", context)


@at_desk
@require_safe
def publication_item(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """One text as it will be published, with the filer's answers; pass it or refuse it."""
    item = item_of(request.user, key, position)
    refused = RefuseForm(item=item)
    return render(
        request, "projects/notice_item.html", desk.item_page(item, request.user) | {"form": refused}
    )


@needs("notice.review")
@require_POST
def publication_pass(request: HttpRequest, key: str, position: int) -> HttpResponse:
    notice = of_desk(request.user, key)

    def act() -> str:
        item = notice_review.pass_item(
            notice_id=notice.pk,
            position=position,
            seen=request.POST.get("seen", ""),
            by=request.user,
        )
        messages.success(request, _("“%(name)s” passed.") % {"name": item.content["name"]})
        return desk.next_waiting(notice, position)

    return once(request, act)


@needs("notice.review")
def publication_refuse(request: HttpRequest, key: str, position: int) -> HttpResponse:
    item = item_of(request.user, key, position)
    form = RefuseForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: refuse(request, item, form))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    context = desk.item_page(item, request.user) | {"form": form}
    return render(request, "projects/notice_item.html", context)


def refuse(request: HttpRequest, item: NoticeItem, form: RefuseForm) -> str:
    values = form.cleaned_data
    notice_review.refuse_item(
        notice_id=item.notice_id,
        position=item.position,
        seen=values["seen"],
        reason=values.get("reason", ""),
        note=values["note"],
        by=request.user,
    )
    messages.success(
        request, _("“%(name)s” went back to its secretary.") % {"name": item.content["name"]}
    )
    return desk.next_waiting(item.notice, item.position)


@needs("notice.review")
def publication_pass_all(request: HttpRequest, key: str) -> HttpResponse:
    """One confirmation for all texts without marks and with five times no."""
    notice = of_desk(request.user, key)
    if request.method == "POST":
        return once(request, lambda: pass_all(request, notice))
    items = notice_review.plain_items(notice, request.user)
    context = {
        "notice": notice,
        "items": items,
        "seen": notice_review.seen_hash(items),
        "form_token": tokens.new_token(),
    }
    return render(request, "projects/notice_pass_all.html", context)


def pass_all(request: HttpRequest, notice: Notice) -> str:
    count = notice_review.pass_plain(
        notice_id=notice.pk, seen=request.POST.get("seen", ""), by=request.user
    )
    words = ngettext("%(count)d text passed.", "%(count)d texts passed.", count)
    messages.success(request, words % {"count": count})
    return desk.next_waiting(notice, 0)


# --- doors -----------------------------------------------------------------------------------


def of_desk(user: Any, key: str) -> Notice:
    rows = Notice.objects.desk_of(user).select_related("year", "organization", "committee")
    return get_object_or_404(rows, key=key)


def item_of(user: Any, key: str, position: int) -> NoticeItem:
    notice = of_desk(user, key)
    rows = NoticeItem.objects.select_related("project__year", "project__lead", "notice__year")
    return get_object_or_404(
        rows.select_related("reviewed_by"), notice=notice, position=position, removed_at=None
    )


def once(request: HttpRequest, act: Any) -> HttpResponse:
    return HttpResponseRedirect(tokens.once(request.POST.get("form_token", ""), request.user, act))
