from django.apps import AppConfig


class InnovationConfig(AppConfig):
    """The installation itself: it owns no model, it looks after what surrounds the program."""

    name = "innovation"
    label = "innovation"

    def ready(self) -> None:
        from innovation import checks  # noqa: F401
