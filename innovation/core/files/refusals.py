"""What is said of a file that is not taken: one sentence each, with a way on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from innovation.core.errors import DomainError

KIND = _("Only PDF, PNG, JPEG, Word (.docx) and Excel (.xlsx) files are accepted.")
EMPTY = _("The file is empty.")
DAMAGED = _("The file is damaged or incomplete; open it, save it again and send the new file.")
DISGUISED = _("The content of the file is not what its name says; save it anew in that format.")
MACROS = _("The file contains macros; save it without them.")
LOCKED = _("The file is protected by a password; save it without one.")
BLOWN_UP = _("The file holds too much when unpacked; split it into smaller files.")
TOO_MANY_PIXELS = _("The picture has too many pixels; reduce it to at most 50 million.")
FULL = _("There is no room left on the server; tell the administrator and try again later.")


def refusal(reason: str | Promise, code: str = "file") -> DomainError:
    return DomainError(reason, code=code)


def too_large(most: int) -> DomainError:
    words = _("The file is larger than %(megabytes)s MB.") % {"megabytes": most // 1024**2}
    return DomainError(words, code="file_too_large")
