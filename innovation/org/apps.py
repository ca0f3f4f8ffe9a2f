from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "innovation.org"
    label = "org"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from innovation.core import access_rules
        from innovation.org import access, sessions

        access_rules.holds_by(access.holds)
        sessions.connect()
