from django.urls import URLPattern, path

from reports.views import home
from reports.views.workbench import workbench

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("workbench/", workbench, name="workbench"),
]
