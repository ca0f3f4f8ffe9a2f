"""Every address. Each view names its access rule; the middleware refuses one without."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("innovation.core.urls")),
    path("", include("innovation.org.urls")),
    path("", include("projects.urls")),
    path("", include("reports.urls")),
    path("admin/", admin.site.urls),
]
