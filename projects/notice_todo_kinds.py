"""How the to-dos of publication read and where they lead."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation.core.models import Todo
from innovation.core.registries import TodoKind, todo_kind
from projects import notice_duties
from projects.models import Notice, NoticeItem
from projects.publication_rules import UNPUBLISHED

Rule = Callable[[], Iterable[tuple[Model, Any]]]


def review_title(params: dict[str, Any]) -> str:
    return _("Review for confidentiality: “%(title)s”") % params


def publish_title(params: dict[str, Any]) -> str:
    return _("Approve the publication of “%(title)s”") % params


def fix_title(params: dict[str, Any]) -> str:
    return _("Change the public text of “%(name)s”, which the confidentiality review refused") % (
        params
    )


def notice_url(todo: Todo) -> str:
    return reverse("publication_notice", args=[todo.params["key"]])


def text_url(todo: Todo) -> str:
    return reverse("publication_text", args=[todo.params["key"], todo.params["position"]])


def of_notices(kind: str) -> Rule:
    def rule() -> Iterable[tuple[Model, Any]]:
        for notice in Notice.objects.filter(state__in=UNPUBLISHED).select_related("year"):
            for wanted in notice_duties.of_notice(notice):
                if wanted.kind == kind:
                    yield notice, wanted

    return rule


def of_items() -> Iterable[tuple[Model, Any]]:
    items = NoticeItem.objects.filter(notice__state__in=UNPUBLISHED)
    for item in items.select_related("notice__year"):
        for wanted in notice_duties.of_item(item):
            yield item, wanted


todo_kind(
    TodoKind(
        "notice.review",
        review_title,
        notice_url,
        of_notices("notice.review"),
        gettext_lazy("Confidentiality reviews"),
    )
)
todo_kind(
    TodoKind(
        "notice.publish",
        publish_title,
        notice_url,
        of_notices("notice.publish"),
        gettext_lazy("Notices to publish"),
    )
)
todo_kind(
    TodoKind(
        "notice.fix_text",
        fix_title,
        text_url,
        of_items,
        gettext_lazy("Public texts to change"),
    )
)
