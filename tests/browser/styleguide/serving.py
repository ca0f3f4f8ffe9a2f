"""The style guide on a local port, under the product's own content security policy."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from django.utils import translation

HERE = Path(__file__).resolve().parent


def language_of_address(get_response: Callable[[HttpRequest], Any]) -> Callable[..., Any]:
    def middleware(request: HttpRequest) -> Any:
        with translation.override("en" if request.GET.get("lang") == "en" else "zh-hans"):
            return get_response(request)

    return middleware


def own_templates() -> list[dict[str, Any]]:
    """The project's templates and the guide's; nothing of session, user or database."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], HERE / "templates"]
    request = "django.template.context_processors.request"
    templates[0]["OPTIONS"]["context_processors"] = [request]
    return templates


@contextmanager
def served() -> Iterator[str]:
    with override_settings(
        ROOT_URLCONF="tests.browser.styleguide.urls",
        MIDDLEWARE=[
            "csp.middleware.CSPMiddleware",
            "tests.browser.styleguide.serving.language_of_address",
        ],
        TEMPLATES=own_templates(),
    ):
        thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
        thread.start()
        thread.is_ready.wait(10)
        try:
            yield f"http://127.0.0.1:{thread.port}"
        finally:
            thread.terminate()
