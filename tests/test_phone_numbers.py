"""A number of the tests is found however it is written, and a time is none."""

import json

import pytest

from tests.phone_numbers import raw_numbers


@pytest.mark.parametrize(
    "text",
    [
        "+420 777 123 456", "00420777123456", "420-777-123-456", "777 123 456", "777123456",
        "Ada777123456", "777-123-456", "+420 777 ••• •••", "+420777•••456",
        json.dumps("+420777•••456"),
    ],
)  # fmt: skip
def test_a_number_is_found(text: str) -> None:
    assert len(raw_numbers(f"of {text}, told")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "+420 ••• ••• 456", "2026-11-23T19:26:58.777Z", "2026-11-23T19:26:58.420777Z",
        "2026-11-23 19:26:58.777123+00:00", "19:26:58.777-0200", "58.777123456 s",
        "datetime.datetime(2026, 11, 23, 19, 26, 58, 777123, tzinfo=datetime.timezone.utc)",
        "datetime.datetime(2026, 11, 23, 19, 26, 58, 420777)", '{"age_ms": 777, "at": 1764777123}',
    ],
)  # fmt: skip
def test_a_time_is_none(text: str) -> None:
    assert raw_numbers(text) == []
