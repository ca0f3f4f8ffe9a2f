from innovation.core.keys import LENGTH


class NoticeKey:
    """Ten letters; anything else is no address of a notice."""

    regex = f"[a-z]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
