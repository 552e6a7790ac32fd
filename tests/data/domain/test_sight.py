"""Who may see some campaigns sees nothing of the others."""

from dataclasses import fields, replace

from data.domain.alerts import Alert, Severity, Status
from data.domain.operation import Kind, Operation, Stage
from data.domain.sight import Sight
from data.domain.thresholds import Limits
from tests.dashboard.snapshots import NOON, snapshot, view


def alert(campaign_id: int) -> Alert:
    return Alert(campaign_id, campaign_id, "stuck", "acw", Severity.WARN, Status.FIRING, NOON, 1)


def operation(campaign_id: int | None) -> Operation:
    return Operation(
        campaign_id or 99, Kind.CANCEL, campaign_id, Stage.RUNNING, "ana", "why", 1, 0, 0, NOON
    )


def whole() -> Sight:
    """Three campaigns, of each of which there is something to tell, and a deed on all of them."""
    ids = (3, 7, 8)
    return Sight(
        snapshot(*(view(id=id, cells={("initial", 0): id}) for id in ids)),
        tuple(map(alert, ids)),
        "The last look was too long ago.",
        dict.fromkeys(ids, NOON),
        tuple(map(alert, ids)),
        {(id, "acw"): Limits(1, 2, own=True) for id in ids},
        tuple(map(operation, (*ids, None))),
    )


def test_only_these_campaigns_are_left_of_everything() -> None:
    seen = whole().only(frozenset({3, 8, 99}))
    assert list(seen.snapshot.campaigns) == [3, 8]
    assert [one.campaign_id for one in seen.alerts] == [3, 8]
    assert [one.campaign_id for one in seen.past] == [3, 8]
    assert set(seen.last_resolved) == {3, 8}
    assert [key[0] for key in seen.limits] == [3, 8]
    assert [deed.campaign_id for deed in seen.operations] == [3, 8]
    assert seen.alerts_error == whole().alerts_error
    assert seen.snapshot.as_of == NOON


def test_of_no_campaign_nothing_is_left() -> None:
    seen = whole().only(frozenset())
    told = {name.name: getattr(seen, name.name) for name in fields(Sight) if name.compare}
    assert not told.pop("snapshot").campaigns
    assert told.pop("alerts_error")
    assert not any(told.values())


def test_who_may_see_all_sees_the_very_same() -> None:
    sight = whole()
    assert sight.only(None) is sight
    assert sight.snapshot.only(None) is sight.snapshot


def test_it_is_computed_once_for_all_who_may_see_the_same() -> None:
    sight = whole()
    assert sight.only(frozenset({3})) is sight.only(frozenset({3}))
    assert sight.only(frozenset({3})) is not sight.only(frozenset({7}))
    assert sight == replace(sight)
