"""The API over a real database."""

import pytest


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.exhaustive)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database. What depends on its kind lies in `data/`, tested on both."""
    return str(request.getfixturevalue(f"{request.param}_url"))
