"""How often somebody may ask."""

from dashboard.auth import buckets
from dashboard.auth.buckets import Buckets


def test_a_burst_passes_then_as_many_as_the_rate() -> None:
    now = [0.0]
    made = Buckets(rate=2, burst=3, clock=lambda: now[0])
    assert [made.take("a") for _ in range(5)] == [0, 0, 0, 0.5, 0.5]
    assert made.take("b") == 0
    now[0] = 0.5
    assert [made.take("a") for _ in range(2)] == [0, 0.5]
    now[0] = 99
    assert [made.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_who_was_not_here_for_longest_is_forgotten(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(buckets, "MOST_BUCKETS", 2)
    made = Buckets(rate=1, burst=1, clock=lambda: 0)
    assert [made.take(name) for name in "abca"] == [0, 0, 0, 0]
    assert made.take("a") > 0
