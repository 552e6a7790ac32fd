import pytest

from dashboard import formats
from data.domain.metrics import Figure, rate


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (41188, "41,188"), (10**9, "1,000,000,000"), (None, "–")],
)
def test_count(number: int | None, text: str) -> None:
    assert formats.count(number) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0.0"), (12.44, "12.4"), (1234, "1,234.0"), (None, "–")]
)
def test_decimal(number: float | None, text: str) -> None:
    assert formats.decimal(number) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0.0 %"),
        (0.0181, "1.8 %"),
        (0.9999, "99.9 %"),
        (1, "100.0 %"),
        (1.5, "150.0 %"),
        (None, "–"),
    ],
)
def test_rate(share: float | None, text: str) -> None:
    assert formats.rate(share) == text.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("figure", "text"), [(rate(41, 2270), "41 / 2,270"), (rate(0, 0), ""), (Figure(3), "")]
)
def test_fraction(figure: Figure, text: str) -> None:
    assert formats.fraction(figure) == text.replace(" ", "\u00a0")


def test_share() -> None:
    assert formats.share(1, 4) == "25.0\u00a0%"
    assert formats.share(0, 0) == "–"


def test_words() -> None:
    assert formats.words("in_progress") == "In progress"


@pytest.mark.parametrize("name", ["", "Mars/Phobos", "../../etc/passwd", "Europe", "\0", "x" * 999])
def test_a_zone_nobody_knows_is_utc(name: str) -> None:
    assert formats.zone(name).key == "UTC"


def test_a_known_zone() -> None:
    assert formats.zone("Europe/Prague").key == "Europe/Prague"
