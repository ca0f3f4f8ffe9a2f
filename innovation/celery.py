"""The Celery application. Tasks are found by name in each app's `tasks` module."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "innovation.settings")
TRANSPORT_ALIASES["filesystem"] = "innovation.core.whole_files:Transport"

app = Celery("innovation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
