"""What is mine to do, and one click to it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovation.core.access_rules import logged_in
from innovation.core.registries import TODO_KINDS
from reports.queries import workbench as queries


@logged_in
@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    if kind in TODO_KINDS:
        return of_kind(request, kind)
    return render(request, "reports/workbench.html", {"groups": queries.groups(request.user)})


def of_kind(request: HttpRequest, kind: str) -> HttpResponse:
    page = Paginator(queries.of_kind(request.user, kind), 25).get_page(request.GET.get("page"))
    items = [queries.item(todo) for todo in page]
    label = TODO_KINDS[kind].label
    group = {"title": label, "total": page.paginator.count, "items": items}
    context = {"groups": [group] if items else [], "page": page, "label": label}
    return render(request, "reports/workbench_kind.html", context)
