"""Staff approve the publication of cleared notices, and withdraw what must not stand any longer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from innovation.core import clock, tokens
from innovation.core.access_rules import needs
from projects import publication_rules
from projects.actions import publication
from projects.forms.notices import ActForm, WithdrawNoticeForm
from projects.models import Notice
from projects.queries import desk
from projects.views.desk import of_desk, once


@needs("notice.manage")
def publication_publish(request: HttpRequest) -> HttpResponse:
    """What will be public, from when to when; then all ticked notices at once."""
    keys = (request.POST if request.method == "POST" else request.GET).getlist("notice")
    notices = desk.cleared(request.user, [key.partition(".")[0] for key in keys])
    if not notices:
        messages.warning(request, _("Tick at least one notice that is cleared for publication."))
        return redirect(f"{reverse('publication_desk')}?state=reviewed")
    if request.method == "POST":
        return once(request, lambda: publish(request, notices, keys))
    context = desk.publish_page(notices, clock.today(), request.user)
    return render(
        request, "projects/notice_publish.html", context | {"form_token": tokens.new_token()}
    )


def publish(request: HttpRequest, notices: list[Notice], keys: list[str]) -> str:
    shown = dict(key.partition(".")[::2] for key in keys)
    seen = {notice.pk: shown.get(notice.key, "") for notice in notices}
    published = publication.publish(seen=seen, by=request.user)
    words = ngettext("%(count)d notice published.", "%(count)d notices published.", len(published))
    messages.success(request, words % {"count": len(published)})
    return f"{reverse('publication_desk')}?state=published"


@needs("notice.manage")
def publication_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    notice = of_desk(request.user, key)
    form = WithdrawNoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return once(request, lambda: withdraw(request, notice, form))
    publication_rules.check("withdraw", notice, request.user)
    return render(
        request,
        "reason.html",
        {
            "form": form,
            "title": _("Withdraw the notice"),
            "lead": _("It disappears from every page for good; its address says so."),
            "submit_label": _("Withdraw"),
            "danger": True,
            "cancel_url": reverse("publication_notice", args=[key]),
            "crumbs": [(notice.title, reverse("publication_notice", args=[key]))],
        },
    )


def withdraw(request: HttpRequest, notice: Notice, form: ActForm) -> str:
    publication.withdraw(notice_id=notice.pk, comment=form.cleaned_data["comment"], by=request.user)
    messages.success(request, _("The notice was withdrawn."))
    return reverse("publication_desk")
