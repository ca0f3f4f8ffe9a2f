from django.urls import URLPattern, path

from innovation.core import health, views, views_jobs
from innovation.core.access_rules import public

urlpatterns: list[URLPattern] = [
    path("healthz", public(health.healthz), name="healthz"),
    path("readyz", public(health.readyz), name="readyz"),
    path("forms/drafts/<slug:form>/<slug:object_key>/", views.save_draft, name="save_draft"),
    path("jobs/<uuid:pk>/", views_jobs.detail, name="job"),
    path("jobs/<uuid:pk>/progress/", views_jobs.progress, name="job_progress"),
    path("jobs/<uuid:pk>/result/", views_jobs.result, name="job_result"),
    path("jobs/<uuid:pk>/seen/", views_jobs.acknowledge, name="job_acknowledge"),
]
