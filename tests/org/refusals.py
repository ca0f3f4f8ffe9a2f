from collections.abc import Callable
from typing import Any

import pytest

from innovation.core.errors import DomainError


def refused(code: str, act: Callable[..., Any], /, **values: Any) -> None:
    """The action says no for that reason; by the console unless somebody is named."""
    with pytest.raises(DomainError) as error:
        act(**{"by": None} | values)
    assert error.value.code == code
    assert str(error.value)
