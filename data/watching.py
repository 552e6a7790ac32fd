"""One look at everything that can be wrong: what is read for it, and what follows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from data import alert_book, stuck, trespass
from data.departures import Departures
from data.domain.alerts import Alert, Finding, Severity, Status, key_of
from data.domain.conditions import conditions, stalled
from data.domain.course import ENDED, Turn
from data.domain.late import IN_PROGRESS, INITIAL, Late, lateness, questions
from data.domain.lifecycle import Step, step
from data.domain.scene import Scene
from data.domain.snapshot import WINDOW_MINUTES, CampaignView, Snapshot
from data.domain.tally import DIALING
from data.domain.thresholds import RETRY

CANCELED = ("canceling", "canceled")


@dataclass
class Watch:
    """What a watcher remembers between looks: the campaigns' courses, and who was last taken up."""

    departures: Departures = field(default_factory=Departures)
    turns: dict[int, tuple[Turn, ...]] = field(default_factory=dict)
    turn: int = -1

    def look(
        self, connection: Connection, snapshot: Snapshot, scene: Scene
    ) -> list[tuple[Alert | None, Step]]:
        """Every alert that changes with this look, as it was and as it is now.

        Of the scene, the campaigns' courses are read here.
        """
        minute = scene.minute
        views = {key: view for key, view in snapshot.campaigns.items() if _matters(view, minute)}
        self._follow_turns(connection, views)
        scene = replace(scene, turns=self.turns)
        return list(_steps(self._findings(connection, views, scene), scene))

    def _follow_turns(self, connection: Connection, views: Mapping[int, CampaignView]) -> None:
        """Read the courses of campaigns that are new, or have changed their status."""
        turn = alert_book.newest_turn(connection)
        if turn != self.turn:
            self.turns.clear()
        self.turn = turn
        wanted = [key for key, view in views.items() if _turned(view, self.turns.get(key))]
        self.turns |= alert_book.turns(connection, wanted)

    def _findings(
        self, connection: Connection, views: Mapping[int, CampaignView], scene: Scene
    ) -> Iterator[Finding]:
        asked = [question for view in views.values() for question in questions(view, scene)]
        answers: dict[int, list[Late]] = {}
        for late in stuck.late(connection, asked):
            answers.setdefault(late.campaign_id, []).append(late)
        self._begin(connection, views)
        undone = trespass.undone(connection, scene.now)
        for key, view in views.items():
            lates = answers.get(key, [])
            yield from filter(None, (lateness(view, late, scene) for late in lates))
            yield from excused(conditions(view, scene), undone.get(key, Counter()))
            yield from _trespasses(connection, view, scene)
            if view.campaign.status == IN_PROGRESS:
                taken_up = self.departures.see(view, scene.now)
                yield from filter(None, [stalled(view, scene, _ready_since(lates), taken_up)])

    def _begin(self, connection: Connection, views: Mapping[int, CampaignView]) -> None:
        running = [view for view in views.values() if view.campaign.status == IN_PROGRESS]
        if unknown := self.departures.unknown(running):
            self.departures.begin(views, stuck.last_departures(connection, unknown))


def excused(findings: Iterable[Finding], undone: Counter[tuple[str, str]]) -> Iterator[Finding]:
    """Findings without the moves that an undo made: it opens again what a deed had closed."""
    for finding in findings:
        moves = [number for edge, number in undone.items() if _is_of(finding, *edge)]
        if finding.count > sum(moves):
            yield replace(finding, count=finding.count - sum(moves))


def _is_of(finding: Finding, left: str, entered: str) -> bool:
    """Whether a finding counts such a move of an undo."""
    if finding.cause == "reopened":
        return finding.state == left and entered in DIALING
    return finding.cause == "unexpected_move" and entered not in DIALING


def _trespasses(connection: Connection, view: CampaignView, scene: Scene) -> Iterator[Finding]:
    """Contacts that a dialer took up after the campaign was canceled."""
    if view.campaign.status not in CANCELED:
        return
    fences = [turn.at for turn in scene.turns_of(view) if turn.status == CANCELED[0]]
    if not fences or scene.now - fences[-1] > timedelta(minutes=WINDOW_MINUTES):
        return
    found = trespass.since(connection, view.campaign.id, fences[-1])
    if found.count:
        yield Finding(
            view.campaign.id,
            "dialed_after_cancel",
            None,
            Severity.CRITICAL,
            found.count,
            at_least=found.count == trespass.MOST,
            oldest_at=found.oldest_at,
        )


def _matters(view: CampaignView, minute: int) -> bool:
    """An ended campaign in which nothing is open has nothing more to tell, but of the last hour."""
    recent = minute - view.minute < WINDOW_MINUTES
    return recent or view.campaign.status not in ENDED or view.total != view.closed


def _turned(view: CampaignView, turns: tuple[Turn, ...] | None) -> bool:
    return turns is None or not turns or turns[-1].status != view.campaign.status


def _ready_since(lates: Iterable[Late]) -> datetime | None:
    """Since when there is a contact to call: the first on the list, or the first retry due."""
    ready = [late.oldest_at for late in lates if late.state in (INITIAL, RETRY)]
    return min((moment for moment in ready if moment is not None), default=None)


def _steps(found: Iterable[Finding], scene: Scene) -> Iterator[tuple[Alert | None, Step]]:
    findings = {key_of(finding): finding for finding in found}
    for key in findings.keys() | scene.newest.keys():
        before = scene.newest.get(key)
        after = step(before, findings.get(key), scene.now)
        dropped = after.alert is None and before is not None and before.status is Status.PENDING
        if dropped or (after.alert is not None and after.alert != before):
            yield before, after
