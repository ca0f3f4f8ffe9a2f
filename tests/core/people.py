"""The least that core's tests need of the rooms above: a tenant and some logins."""

from django.apps import apps


def committee(code="C"):
    organizations = apps.get_model("org", "Organization").objects
    row = organizations.create(code=code, name="公司党委", type="committee", path=f"/{code}/")
    row.committee = row
    row.path = f"/{row.pk}/"
    row.save()
    return row


def login(name="王芳", username="wang"):
    return apps.get_model("org", "User").objects.create_user(username, "secret-1", name=name)
