"""The branch secretary changes a text that the confidentiality review refused."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from innovation.core.access_rules import needs
from innovation.core.errors import DomainError
from innovation.org.access import reach
from projects.actions import notice_texts
from projects.forms.notices import TextForm
from projects.models import NoticeItem, Project
from projects.publication_rules import refusal_of_text
from projects.queries import desk
from projects.views.desk import once


@needs("project.fix_text")
def publication_text(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """Refused or not, a text may be changed until it is published; its review begins anew."""
    item = own_item(request.user, key, position)
    form = TextForm(request.POST or None, project=item.project)
    refusal = refusal_of_text(item.project, item, request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: save(request, item, form))
        except DomainError as error:
            refusal = str(error)
    context = {"item": item, "form": form, "refusal": refusal, "judged": desk.judgement(item)}
    return render(request, "projects/notice_text.html", context | desk.text_page(item))


def own_item(user: Any, key: str, position: int) -> NoticeItem:
    mine = Project.objects.filter(reach(user, "project.fix_text"))
    items = NoticeItem.objects.filter(project__in=mine, removed_at__isnull=True)
    rows = items.select_related("project__organization", "project__year", "notice", "reviewed_by")
    item = rows.filter(notice__key=key, position=position).first()
    if item is None:
        raise Http404
    return item


def save(request: HttpRequest, item: NoticeItem, form: TextForm) -> str:
    values = form.cleaned_data
    notice_texts.fix_text(
        notice_id=item.notice_id,
        position=item.position,
        name=values["name"],
        summary=values["summary"],
        base_version=values["base_version"],
        by=request.user,
    )
    messages.success(request, _("The text was changed and goes to the confidentiality review."))
    return reverse("project_detail", args=[item.project_id])
