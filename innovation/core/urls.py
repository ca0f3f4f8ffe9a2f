from django.urls import URLPattern, path

from innovation.core import health, views
from innovation.core.access_rules import public

urlpatterns: list[URLPattern] = [
    path("healthz", public(health.healthz), name="healthz"),
    path("readyz", public(health.readyz), name="readyz"),
    path("forms/drafts/<slug:form>/<slug:object_key>/", views.save_draft, name="save_draft"),
]
