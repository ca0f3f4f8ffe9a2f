"""The two hidden inputs of every form that saves: its one-time token and the version it read."""

from typing import Any

from django import forms

from innovation.core.tokens import new_token


class TokenFormMixin(forms.Form):
    """Mixin, left of the base; the page writes `{{ form.form_token }}{{ form.base_version }}`.

    `base_version` is the version of the row that the fields were filled from, 0 for a new one.
    Both are lenient here: `tokens.once` and `versions.check_base_version` say what is wrong.
    """

    form_token = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    base_version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, base_version: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_token"].initial = new_token
        self.fields["base_version"].initial = base_version
