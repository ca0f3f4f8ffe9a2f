"""Notices: the public pages, those after login, and the desk where they are made ready."""

from django.urls import URLPattern, path, register_converter

from projects.urls.keys import NoticeKey
from projects.views import desk, internal, notice_texts, public, publishing

register_converter(NoticeKey, "notice")

urlpatterns: list[URLPattern] = [
    path("notices/", public.notice_list, name="notice_list"),
    path("notices/feed.atom", public.notice_feed, name="notice_feed"),
    path("notices/<notice:key>/", public.notice_detail, name="notice_detail"),
    path("internal/notices/", internal.internal_notice_list, name="internal_notice_list"),
    path("internal/notices/<notice:key>/", internal.internal_notice, name="internal_notice"),
    path("publications/", desk.publication_desk, name="publication_desk"),
    path("publications/publish/", publishing.publication_publish, name="publication_publish"),
    path("publications/<notice:key>/", desk.publication_notice, name="publication_notice"),
    path("publications/<notice:key>/pass/", desk.publication_pass_all, name="publication_pass_all"),
    path(
        "publications/<notice:key>/withdraw/",
        publishing.publication_withdraw,
        name="publication_withdraw",
    ),
    path(
        "publications/<notice:key>/items/<int:position>/",
        desk.publication_item,
        name="publication_item",
    ),
    path(
        "publications/<notice:key>/items/<int:position>/pass/",
        desk.publication_pass,
        name="publication_pass",
    ),
    path(
        "publications/<notice:key>/items/<int:position>/refuse/",
        desk.publication_refuse,
        name="publication_refuse",
    ),
    path(
        "publications/<notice:key>/items/<int:position>/text/",
        notice_texts.publication_text,
        name="publication_text",
    ),
]
