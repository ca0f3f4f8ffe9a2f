from django import forms
from django.utils.translation import gettext_lazy as _

from innovation.core.files import UploadField
from innovation.core.forms_layout import LaidOutForm
from projects.enums import AttachmentKind


class AttachForm(LaidOutForm, forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of file"), choices=AttachmentKind.choices, initial=AttachmentKind.MATERIAL
    )
    file = UploadField(label=_("File to add"))
    file.widget.attrs["class"] = "form-control"
