import re
from datetime import timedelta

import pytest
from django.db import connection

from innovation.core import clock, tokens
from innovation.core.errors import DomainError
from innovation.core.models import FormDraft, FormToken
from innovation.core.token_forms import TokenFormMixin
from tests.core import people
from tests.core.threads import at_once


def filing(user, done):
    """An act that leaves one row, as an action does."""
    FormDraft.objects.create(
        user=user, form="filed", object_key=str(len(done)), updated_at=clock.now()
    )
    done.append(connection.connection)
    return f"/projects/{len(done)}/"


@pytest.mark.django_db
def test_a_replay_gets_the_first_answer_and_acts_no_second_time():
    user, token, done = people.login(), tokens.new_token(), []
    first = tokens.once(token, user, lambda: filing(user, done))
    assert first == "/projects/1/"
    assert tokens.once(token, user, lambda: filing(user, done)) == first
    assert FormDraft.objects.count() == 1
    assert tokens.once(tokens.new_token(), user, lambda: filing(user, done)) == "/projects/2/"


@pytest.mark.django_db
def test_a_refusal_leaves_the_token_unused():
    user, token, done = people.login(), tokens.new_token(), []

    def refused():
        filing(user, [])
        raise DomainError("尚未填写负责人。")

    with pytest.raises(DomainError, match="尚未填写负责人。"):
        tokens.once(token, user, refused)
    assert not FormDraft.objects.exists()
    assert tokens.once(token, user, lambda: filing(user, done)) == "/projects/1/"


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "short", "x" * 65, "a b" * 10, "汉" * 30])
def test_a_form_without_its_token_is_refused_in_words(token):
    with pytest.raises(DomainError) as refused:
        tokens.once(token, people.login(), lambda: "/never/")
    assert refused.value.code == "form_token"
    assert not FormToken.objects.exists()


@pytest.mark.django_db
def test_a_token_serves_the_login_that_used_it():
    first, token = people.login(), tokens.new_token()
    tokens.once(token, first, lambda: "/projects/1/")
    with pytest.raises(DomainError):
        tokens.once(token, people.login("李强", "li"), lambda: "/projects/2/")


@pytest.mark.django_db
def test_old_tokens_are_forgotten():
    user = people.login()
    with clock.fixed(clock.now() - timedelta(days=31)):
        tokens.once(tokens.new_token(), user, lambda: "/old/")
    tokens.once(tokens.new_token(), user, lambda: "/new/")
    assert tokens.forget_old() == 1
    assert FormToken.objects.get().result == "/new/"


def test_each_rendered_form_has_its_own_token():
    first, second = TokenFormMixin(base_version=7), TokenFormMixin()
    token = re.compile(r'type="hidden" name="form_token" value="([^"]{20,64})"')
    found = [token.search(str(form["form_token"])).group(1) for form in (first, second)]
    assert found[0] != found[1]
    assert 'value="7"' in str(first["base_version"])
    assert 'value="0"' in str(second["base_version"])


def test_a_form_shown_again_with_errors_keeps_its_token():
    form = TokenFormMixin({"form_token": "abc", "base_version": "x"})
    assert 'value="abc"' in str(form["form_token"])
    assert not form.is_valid()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_act_once(size):
    user = people.login()

    def send(i):
        return tokens.once(token, user, lambda: filing(user, done))

    for _ in range(size(5, 50)):
        token, done = tokens.new_token(), []
        assert at_once(20, send) == ["/projects/1/"] * 20
        assert FormDraft.objects.count() == 1
        FormDraft.objects.all().delete()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_the_next_acts_when_the_first_is_refused():
    user, token, calls = people.login(), tokens.new_token(), []

    def refused_twice():
        calls.append(1)
        if len(calls) < 3:
            raise DomainError("稍后再试。")
        return filing(user, [])

    answers = at_once(20, lambda i: tokens.once(token, user, refused_twice))
    assert sum(isinstance(answer, DomainError) for answer in answers) == 2
    assert answers.count("/projects/1/") == 18
    assert FormDraft.objects.count() == 1
