"""Who was faster: the sentence for the second of two who act on one project."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from innovation.core import clock
from innovation.core.errors import DomainError
from projects import rules
from projects.models import Project, ProjectLog
from projects.workflow import PROJECT


def named(error: DomainError, project: Project) -> DomainError:
    """A refusal for the state, completed by who brought the project there and when."""
    last = last_act(project) if error.code == "wrong_state" else None
    if last is None:
        return error
    return DomainError(f"{error.reason} {sentence(last)}", code=error.code)


def refusal(name: str, project: Project, user: Any) -> str:
    """Why this person cannot take the step now; empty where nothing stands against it."""
    try:
        rules.check(name, project, user)
    except DomainError as error:
        return str(named(error, project))
    return ""


def last_act(project: Project) -> ProjectLog | None:
    """The latest step that a person took."""
    acts = project.log.filter(by__isnull=False, kind__in=PROJECT.transitions)
    return acts.select_related("by").order_by("-id").first()


def sentence(act: ProjectLog) -> str:
    words: dict[str, Any] = {
        "name": act.by,
        "action": PROJECT.transitions[act.kind].label,
        "time": f"{clock.local(act.at):%Y-%m-%d %H:%M}",
    }
    return _("%(name)s did “%(action)s” on %(time)s.") % words


def marked_otherwise(project: Project) -> str:
    """Somebody marked the project for the meeting after this list was loaded."""
    if not project.pending or not project.pending_by:
        return _("The mark was taken back meanwhile; look at the list again.")
    words = {"name": project.pending_by, "decision": project.get_pending_display()}
    return _("%(name)s marked it “%(decision)s” meanwhile; look at the list again.") % words


@contextmanager
def naming(project: Project) -> Iterator[None]:
    """Among many, a refusal says first which project it means."""
    try:
        yield
    except DomainError as error:
        raise DomainError(f"“{project.name}”: {error.reason}", code=error.code) from error
