import pytest
from django.core.management import CommandError, call_command

from innovation.org.actions import logins
from innovation.org.enums import Role
from innovation.org.models import User

pytestmark = pytest.mark.django_db


def test_the_first_account_comes_in_with_the_printed_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("first_account", "chief", "--name", "张三")

    username, password = capsys.readouterr().out.splitlines()[0].split()
    user = logins.attempt(username=username, password=password)
    assert user is not None
    assert (user.name, user.is_staff, user.is_superuser) == ("张三", True, False)
    assert user.must_change_password
    assert [g.role for g in user.grants.all()] == [Role.SYSTEM_ADMIN]


def test_each_post_has_one_first_account(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("first_account", "chief")
    call_command("first_account", "guard", "--post", "security_admin")

    with pytest.raises(CommandError, match="security_admin already"):
        call_command("first_account", "second", "--post", "security_admin")
    with pytest.raises(CommandError, match="chief"):
        call_command("first_account", "chief", "--post", "security_auditor")
    assert set(User.objects.values_list("username", flat=True)) == {"chief", "guard"}
