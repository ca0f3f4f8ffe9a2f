from typing import Any

from django import forms
from django.core.files.base import File

from innovation.core.errors import DomainError
from innovation.core.files.checking import ACCEPT, check


class UploadField(forms.FileField):
    """Looks into the file at once, so that what is wrong with it stands beside the field.

    `files.receive(form.cleaned_data[…])` then writes what was looked at.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.ClearableFileInput(attrs={"accept": ACCEPT}), **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, File) and upload is data:
            try:
                upload.checked = check(upload)  # type: ignore[attr-defined]
            except DomainError as refused:
                raise refused.as_validation_error() from refused
        return upload
