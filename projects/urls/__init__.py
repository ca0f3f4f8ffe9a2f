"""The addresses of projects: filing, review and publication each keep their own list."""

from projects.urls import filing, publication, review

urlpatterns = [*review.urlpatterns, *filing.urlpatterns, *publication.urlpatterns]
