"""Every address names who may call it. One without a rule would be refused to all in use."""

from django.urls import get_resolver

from innovation.core.access_rules import guards_itself, rule_of, views_of


def routes():
    return list(views_of(get_resolver().url_patterns))


def test_every_view_names_its_access_rule():
    found = routes()
    assert len(found) > 15
    without = [route for route, view in found if not (rule_of(view) or guards_itself(view))]
    assert without == []


def test_only_the_admin_site_and_language_switch_guard_themselves():
    own = [route for route, view in routes() if guards_itself(view) and not rule_of(view)]
    assert [route for route in own if not route.startswith(("admin/", "i18n/"))] == []


def test_no_two_views_share_an_address():
    found = [route for route, _ in routes() if not route.startswith("admin/")]
    assert len(found) == len(set(found))
