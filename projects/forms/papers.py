from django import forms
from django.utils.translation import gettext_lazy as _

from innovation.core.forms_layout import LaidOutForm
from projects.forms.review import day


class IssueForm(LaidOutForm, forms.Form):
    """What the issuing office gave the paper; both or neither."""

    document_number = forms.CharField(
        label=_("Document number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "党发〔2019〕12号"}),
    )
    issued_on = day(_("Date of issue"))
