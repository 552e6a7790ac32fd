"""An application with made-up accounts, asked without a network."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.shell import create_app
from data.settings import Settings
from tests.dashboard.people import EVERYBODY, People

SECRET = "of-the-tests"


def application(people: People) -> Any:
    settings = Settings(secret_key=SECRET)
    given = SimpleNamespace(settings=settings, redis_url="", engine=None, directory=people)
    return create_app(given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def people() -> People:
    return People(*EVERYBODY)


@pytest.fixture(scope="module")
def dash(people: People) -> Any:
    return application(people)


@pytest.fixture
def client(dash: Any) -> FlaskClient:
    return dash.server.test_client(use_cookies=False)
