"""Every address. Each view names its access rule; the middleware refuses one without."""

from django.urls import include, path

from innovation.org.admin import site

urlpatterns = [
    path("", include("innovation.core.urls")),
    path("", include("innovation.org.urls")),
    path("", include("projects.urls")),
    path("", include("reports.urls")),
    path("admin/", site.urls),
]
