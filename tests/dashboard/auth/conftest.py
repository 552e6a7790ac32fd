"""An application with made-up accounts, asked without a network."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.dashboard.people import EVERYBODY, People, application


@pytest.fixture(scope="module")
def people() -> People:
    return People(*EVERYBODY)


@pytest.fixture(scope="module")
def dash(people: People) -> Any:
    return application(people)


@pytest.fixture
def client(dash: Any) -> FlaskClient:
    return dash.server.test_client(use_cookies=False)
