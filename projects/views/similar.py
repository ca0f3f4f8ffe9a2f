from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovation.core.access_rules import logged_in, passive
from innovation.core.http import is_htmx
from projects.queries import similar


@passive
@logged_in
@require_safe
def similar_projects(request: HttpRequest) -> HttpResponse:
    """Asked by the filing form while its name is typed; a page by itself without scripts."""
    name = request.GET.get("name", "").strip()[:60]
    own = request.GET.get("own", "")
    leave_out = int(own) if own.isdecimal() and len(own) < 19 else None
    words = {"name": name, "found": similar.to(name, request.user, leave_out=leave_out)}
    page = "projects/_similar.html" if is_htmx(request) else "projects/project_similar.html"
    return render(request, page, words)
