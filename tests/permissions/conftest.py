"""The world of the permission tests, once a module."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from innovation.core import clock
from tests.permissions import addresses, world
from tests.permissions.asking import uncopied_templates
from tests.permissions.world import World


@pytest.fixture(scope="module")
def whole(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; every question is undone, and at the end all of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with world.job_kind():
            built = world.build()
            with clock.fixed(world.TODAY), uncopied_templates():
                read_forms(built)
                yield built
        transaction.set_rollback(True)


def read_forms(built: World) -> None:
    for name in ("own", "foreign", "other"):
        place = built.places[name]
        addresses.read_forms(place, world.secretary_of(place))
