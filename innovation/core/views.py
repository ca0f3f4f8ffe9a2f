from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from innovation.core import access_rules, clock, drafts


@access_rules.passive
@access_rules.logged_in
@require_POST
def save_draft(request: HttpRequest, form: str, object_key: str) -> JsonResponse:
    """Autosave of a person's own draft; writes nothing else."""
    if form not in drafts.FORMS:
        raise Http404
    version = request.POST.get("base_version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    draft = drafts.save(request.user, form, object_key, number, request.POST)
    return JsonResponse({"saved_at": f"{clock.local(draft.updated_at):%H:%M}"})
