from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from innovation.org.access import user_with_scopes
from innovation.org.actions import logins
from innovation.org.models import User


class PasswordBackend(BaseBackend):
    """Django's door to `logins.attempt`. It knows no model permissions: access is roles alone."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **others: Any,
    ) -> User | None:
        if username is None or password is None:
            return None
        return logins.attempt(username=username, password=password)

    def get_user(self, user_id: Any) -> User | None:
        user = user_with_scopes(user_id)
        return user if user and user.is_active else None
