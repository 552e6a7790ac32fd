"""Every key figure equals a slow, plain recomputation from the list of all transitions."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.domain.metrics import KPIS
from data.domain.snapshot import CampaignView, fold
from data.domain.states import CODES, MODES
from data.feed import LiveFeed
from data.log_tail import tail_for
from tests.dashboard.snapshots import campaign
from tests.data.domain.histories import MINUTE, Histories, changes_of, histories
from tests.data.recount import counted, figures, steps_of
from tests.data.sql import execute, read, rows
from tests.searches import examples

KEYS = [kpi.key for kpi in KPIS]


def shown(view: CampaignView, minute: int) -> dict[str, float | None]:
    return {kpi.key: kpi.compute(view, minute).value for kpi in KPIS}


@given(histories(), st.randoms(use_true_random=False))
def test_figures_through_the_fold(history: Histories, chance: random.Random) -> None:
    """Whatever comes in one look, and however long the views have stood."""
    view = CampaignView(campaign(mode=history.mode), minute=MINUTE - chance.choice((0, 1, 90)))
    steps = list(history.steps)
    while steps:
        size = chance.randint(1, 9)
        # The tail knows the present minute: what is older than its windows carries none.
        view = fold(view, _from(steps[:size], history, len(steps)), MINUTE)
        steps = steps[size:]
    assert shown(view, MINUTE) == pytest.approx(figures(history.steps, history.mode, MINUTE))
    for part, expected in counted(history.steps, MINUTE // 60).items():
        assert getattr(view, part) == expected, part


def _from(steps: list[object], history: Histories, left: int) -> list[object]:
    """The changes of some steps, whose contacts have a history before them."""
    before = len(history.steps) - left
    earlier = changes_of(history.steps[:before], history.mode)
    return changes_of(history.steps[: before + len(steps)], history.mode)[len(earlier) :]


@settings(max_examples=examples(15), suppress_health_check=list(HealthCheck), database=None)
@given(mode=st.sampled_from(MODES), seed=st.integers(0, 2**32))
def test_figures_through_a_database(engine: Engine, mode: str, seed: int) -> None:
    chance = random.Random(seed)
    feed = LiveFeed(engine, tail_for(engine))
    new = "INSERT INTO campaigns (mode, status) VALUES (:mode, 'in_progress') RETURNING id"
    campaign_id = execute(engine, new, mode=mode)
    for _ in range(chance.randint(1, 4)):
        feed.tick()
        _live_on(engine, campaign_id, chance)
    snapshot = feed.tick()
    view = snapshot.campaigns[campaign_id]
    steps = read(engine, steps_of, campaign_id)
    assert shown(view, snapshot.minute) == pytest.approx(figures(steps, mode, snapshot.minute))
    # The same in six minutes, when all of it lies in whole ones, by the very same view.
    later = snapshot.minute + 6
    assert shown(view, later) == pytest.approx(figures(steps, mode, later))
    feed._drop_connection()


def _live_on(engine: Engine, campaign_id: int, chance: random.Random) -> None:
    """Contacts come, move and go."""
    new = f"INSERT INTO contacts (campaign_id) VALUES ({campaign_id})"
    execute(engine, *[new] * chance.randint(1, 6))
    contacts = rows(engine, "SELECT id FROM contacts WHERE campaign_id = :id", id=campaign_id)
    states = (*chance.choices(CODES, k=12), "hypnotized", "calling", "call_in_progress")
    moves = [(state, *chance.choice(contacts)) for state in states]
    execute(engine, *(f"UPDATE contacts SET state = '{s}' WHERE id = {id}" for s, id in moves))
    if chance.random() < 0.3:
        execute(engine, "DELETE FROM contacts WHERE id = :id", id=contacts[0][0])


def test_a_key_is_given_once() -> None:
    assert len(set(KEYS)) == len(KEYS)


@pytest.mark.parametrize(
    ("key", "modes"),
    [
        ("clients_waiting", {"predictive"}),
        ("abandonment_24h", {"predictive"}),
        ("abandonment_30d", {"predictive"}),
        ("preparation", {"preview"}),
        ("success", set(MODES)),
    ],
)
def test_a_figure_belongs_to_its_modes(key: str, modes: set[str]) -> None:
    (kpi,) = (kpi for kpi in KPIS if kpi.key == key)
    assert {mode for mode in MODES if kpi.applies_to(mode)} == modes


def test_a_rate_or_a_mean_names_its_window_or_whole() -> None:
    for kpi in KPIS:
        if kpi.unit != "count":
            words = ("since the campaign began", "all contacts", "whole", "have ever", "that have")
            assert any(word in kpi.definition.lower() for word in words), kpi.key


def test_what_is_unknown_is_not_zero() -> None:
    empty = shown(CampaignView(campaign(), minute=MINUTE), MINUTE)
    by_unit = {kpi.key: kpi.unit for kpi in KPIS}
    assert all(
        (value is None) == (by_unit[key] in ("rate", "ratio", "seconds"))
        for key, value in empty.items()
    )
