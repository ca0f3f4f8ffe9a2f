"""What the machine must bring along. Each finding is one sentence that says what to do."""

import ctypes
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from innovation.core import health

PDF_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PDF_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@register()
def chinese_fonts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.FONTS_FOLDER or _fonts_for_chinese():
        return []
    sentence = (
        "No Chinese font is installed, so papers would show empty boxes;"
        " install one: apt-get install fonts-noto-cjk fontconfig."
    )
    return [Warning(sentence, id="innovation.W001")]


def _fonts_for_chinese() -> bool:
    if not shutil.which("fc-list"):
        return False
    found = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False)
    return bool(found.stdout.strip())


@register()
def broker(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not (trouble := health.broker()):
        return []
    sentence = f"The broker is out of reach ({trouble}); background work waits until it is back."
    return [Warning(sentence, id="innovation.W002")]


@register()
def pdf_libraries(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if all(_loads(library) for library in PDF_LIBRARIES):
        return []
    sentence = f"PDF papers cannot be made here; install: apt-get install {PDF_PACKAGES}."
    return [Warning(sentence, id="innovation.W003")]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
