"""Official papers as PDF. The only importer of WeasyPrint, which loads at the first paper.

Call it from a worker with a time limit: a paper takes seconds and hundreds of megabytes.
"""

import re
from functools import cache
from threading import Lock
from types import ModuleType
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from innovation.core import pdf_fonts
from innovation.core.errors import DomainError

BASE = "http://papers.invalid/"  # never asked: the fetcher answers for it
ACCESSIBLE = "pdf/ua-1"  # for what is published
ARCHIVAL = "pdf/a-3a"  # for what is filed
MOST_ROWS = 2_000
MOST_CHARACTERS = 5_000_000
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
_one_at_a_time = Lock()  # the font map is shared and not safe between threads


def render(
    template: str,
    context: dict[str, Any],
    *,
    title: str = "",
    author: str = "",
    lang: str = "zh-Hans",
    variant: str = ACCESSIBLE,
) -> bytes:
    """The template as PDF. Title and author stand in the file's properties, else the template's.

    Raises DomainError where the libraries are missing or the paper is too long to be made.
    """
    weasyprint = _loaded()
    html = UNREADABLE.sub("", render_to_string(template, context))
    _check_length(html)
    with _one_at_a_time:
        document = _document(weasyprint, html, variant)
        document.metadata.title = title or document.metadata.title
        document.metadata.authors = [author] if author else document.metadata.authors
        document.metadata.lang = lang
        return bytes(document.write_pdf(pdf_variant=variant, pdf_tags=True))


def warm_up() -> None:
    """The first paper of a process looks at every font of the machine; do that beforehand."""
    with _one_at_a_time:
        _document(_loaded(), "<p>公", ACCESSIBLE)


def _document(weasyprint: ModuleType, html: str, variant: str) -> Any:
    fonts, fetcher = _fonts(), _fetcher()
    faces = weasyprint.CSS(string=pdf_fonts.faces(), font_config=fonts, url_fetcher=fetcher)
    source = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher)
    return source.render(
        font_config=fonts,
        stylesheets=[faces],
        presentational_hints=False,
        pdf_variant=variant,
        pdf_tags=True,
    )


def _check_length(html: str) -> None:
    if html.count("<tr") > MOST_ROWS or len(html) > MOST_CHARACTERS:
        raise DomainError(
            _("This paper is too long for one PDF; make it by organisation, or take Excel."),
            code="paper_too_long",
        )


@cache
def _loaded() -> ModuleType:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise DomainError(
            _("PDF papers cannot be made on this server: its libraries are missing (%(error)s).")
            % {"error": str(error).partition("\n")[0][:120]},
            code="no_pdf",
        ) from error
    return weasyprint


@cache
def _fonts() -> Any:
    """One for style sheets and rendering alike, or font faces are silently ignored."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _fetcher() -> Any:
    from innovation.core.pdf_fetcher import OwnFilesFetcher

    return OwnFilesFetcher()
