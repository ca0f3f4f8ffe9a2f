"""Filing and reading projects."""

from django.urls import URLPattern, path

from projects.views import detail, files, filing, listing, similar

urlpatterns: list[URLPattern] = [
    path("projects/", listing.project_list, name="project_list"),
    path("projects/new/", filing.new, name="project_new"),
    path("projects/similar/", similar.similar_projects, name="project_similar"),
    path("projects/coverage/", listing.project_coverage, name="project_coverage"),
    path("projects/<int:project_id>/", detail.project_detail, name="project_detail"),
    path("projects/<int:project_id>/edit/", filing.edit, name="project_edit"),
    path("projects/<int:project_id>/discard/", filing.discard, name="project_discard"),
    path("projects/<int:project_id>/files/", files.attach, name="project_attach"),
    path("projects/<int:project_id>/files/<int:attachment_id>/", files.read, name="project_file"),
    path(
        "projects/<int:project_id>/files/<int:attachment_id>/remove/",
        files.detach,
        name="project_detach",
    ),
]
