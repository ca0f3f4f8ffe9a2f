"""The few rows that tests of the core stand on: a committee and people with a login."""

from innovation.org.models import Organization, User


def committee(name: str = "公司党委", code: str = "C") -> Organization:
    row = Organization.objects.create(code=code, name=name, type="committee", path=f"/{code}/")
    row.committee = row
    row.path = f"/{row.pk}/"
    row.save(update_fields=["committee", "path"])
    return row


def person(username: str, committee: Organization | None = None) -> User:
    return User.objects.create_user(username, name=username, committee=committee)
