from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard import formats
from dashboard.figures import pace
from dashboard.texts import speaking
from data.domain.metrics import Figure, rate

RATES = {0: "0.0 %", 0.0181: "1.8 %", 0.9999: "99.9 %", 1: "100.0 %", 1.5: "150.0 %", None: "–"}
NUMBERS: dict[Callable[[Any], str], dict[Any, str]] = {
    formats.count: {0: "0", 999: "999", 41188: "41,188", 10**9: "1,000,000,000", None: "–"},
    formats.decimal: {0: "0.0", 12.44: "12.4", 1234: "1,234.0", None: "–"},
    formats.rate: RATES,
    formats.fraction: {rate(41, 2270): "41 / 2,270", rate(0, 0): "", Figure(3): ""},
}


@pytest.mark.parametrize("written", NUMBERS, ids=lambda written: written.__name__)
def test_numbers_are_written_in_english(written: Callable[[Any], str]) -> None:
    for number, text in NUMBERS[written].items():
        assert written(number) == text.replace(" ", "\u00a0"), number


def test_shares_and_words() -> None:
    assert [formats.share(1, 4), formats.share(0, 0)] == ["25.0\u00a0%", "–"]
    assert formats.words("in_progress") == "In progress"


def test_a_zone_nobody_knows_is_utc() -> None:
    assert formats.zone("Europe/Prague").key == "Europe/Prague"
    for name in ("", "Mars/Phobos", "../../etc/passwd", "Europe", "\0", "x" * 999):
        assert formats.zone(name).key == "UTC", name


@pytest.mark.parametrize(
    ("seconds", "english", "czech"),
    [
        (None, "–", "–"),
        (34, "34 s", "34 s"),
        (130, "2 m 10 s", "2 min 10 s"),
        (11_100, "3 h 05", "3 h 05"),
        (172_800, "2 d", "2 d"),
    ],
)
def test_length(seconds: float | None, english: str, czech: str) -> None:
    assert formats.length(seconds) == english.replace(" ", "\u00a0")
    with speaking("cs"):
        assert formats.length(seconds) == czech.replace(" ", "\u00a0")


def test_numbers_are_those_of_the_language() -> None:
    with speaking("cs"):
        assert formats.count(41188) == "41\u00a0188"
        assert formats.decimal(1234.56) == "1\u00a0234,6"
        assert formats.rate(0.0181) == "1,8\u00a0%"
        assert formats.words("in_progress") == "Probíhá"


def test_a_day_is_written_as_in_the_language() -> None:
    first = datetime(2026, 5, 1, tzinfo=UTC)
    assert formats.day(first) == "1 May 2026"
    with speaking("cs"):
        assert formats.day(first) == "1.\u00a05.\u00a02026"


@pytest.mark.parametrize(
    ("moment", "zone", "clock"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "Europe/Prague", "01:58"),
        (datetime(2026, 3, 29, 1, 1, tzinfo=UTC), "Europe/Prague", "03:00"),  # 2:00 to 3:00 is not
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Prague", "02:29"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Prague", "02:29"),  # it is twice
        (datetime(2026, 1, 1, 12, 0, tzinfo=UTC), "Asia/Kolkata", "17:29"),
        (datetime(2026, 1, 1, 12, 0, tzinfo=UTC), "Asia/Kathmandu", "17:44"),
        (datetime(2026, 10, 3, 15, 31, tzinfo=UTC), "Australia/Lord_Howe", "02:30"),  # by half
        (datetime(2026, 1, 1, 12, 0, tzinfo=UTC), "Mars/Phobos", "11:59"),
    ],
)
def test_clocks_are_those_of_the_zone(moment: datetime, zone: str, clock: str) -> None:
    minute = int(moment.timestamp()) // 60
    assert f"{pace.last_minute(minute, formats.zone(zone)):%H:%M}" == clock
