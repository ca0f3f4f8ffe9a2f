"""Login, logout, password, language. All at the door: no business page lives here."""

from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from innovation.core.access_rules import logged_in, public
from innovation.core.errors import DomainError
from innovation.org import passwords, sessions
from innovation.org.actions import users
from innovation.org.forms import LoginForm, PasswordChangeForm
from innovation.org.middleware import with_old_password, with_session


@public
@with_session
@sensitive_post_parameters("password")
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    following = sessions.safe_next(request)
    target = following or settings.LOGIN_REDIRECT_URL
    if request.user.is_authenticated:
        return redirect(target)
    form = LoginForm(request, request.POST or None)
    if form.is_valid():
        auth.login(request, form.user)
        return redirect(target)
    ended = "ended" in request.GET and not form.is_bound
    return render(request, "org/login.html", {"form": form, "next": following, "ended": ended})


@public
@with_session
@with_old_password
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    sessions.end(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@logged_in
@with_old_password
@sensitive_post_parameters()
@never_cache
def change_password(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = PasswordChangeForm(request.POST or None)
    if form.is_valid():
        try:
            data = form.cleaned_data
            users.change_password(user=user, old=data["old_password"], new=data["new_password1"])
        except DomainError as error:
            form.refuse(error)
        else:
            auth.update_session_auth_hash(request, user)
            messages.success(request, _("The password is changed."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    must = passwords.must_change(user)
    return render(request, "org/password_change.html", {"form": form, "must_change": must})


@public
@with_session
@with_old_password
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's own: a cookie, and back to a safe `next`."""
    return django_set_language(request)
