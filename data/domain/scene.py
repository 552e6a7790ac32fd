"""What the rules look at besides the numbers: the time, the campaigns' courses, what is open."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from data.domain.alerts import Alert, Key, Severity, Shared, Status
from data.domain.course import Stop, Turn, moment_before, stops
from data.domain.snapshot import CampaignView, minute_of
from data.domain.thresholds import Limits, Overrides, limits_of, threshold_of


@dataclass(frozen=True, slots=True)
class Scene:
    """One instant, by the database's clock.

    turns    the statuses that each campaign has had, oldest first
    newest   the newest alert of each subject, open or lately resolved
    drifted  campaigns whose counts did not agree, and when
    jumps    times that did not really pass: the clock was set
    """

    now: datetime
    overrides: Overrides = field(default_factory=dict)
    turns: Mapping[int, Sequence[Turn]] = field(default_factory=dict)
    newest: Mapping[Key, Alert] = field(default_factory=dict)
    drifted: Mapping[int, datetime] = field(default_factory=dict)
    jumps: tuple[Stop, ...] = ()

    @property
    def minute(self) -> int:
        """The minute of now, counted since 1970."""
        return minute_of(self.now)

    def turns_of(self, view: CampaignView) -> Sequence[Turn]:
        """The statuses of a campaign, oldest first."""
        return self.turns.get(view.campaign.id, ())

    def held(self, key: Key) -> Severity | None:
        """How bad the alert is that is open for a subject; None where none is."""
        alert = self.newest.get(key)
        return None if alert is None or alert.status is Status.RESOLVED else alert.severity

    def limits(self, view: CampaignView, subject: str) -> Limits:
        """The limits in force for a subject."""
        return limits_of(view, subject, self.overrides)

    def cutoff(self, view: CampaignView, subject: str, seconds: float) -> datetime:
        """What has lasted since this moment has lasted for `seconds`, pauses left out."""
        paused = stops(self.turns_of(view)) if threshold_of(view, subject).stops else ()
        return moment_before(self.now, seconds, (*paused, *self.jumps))


def most_share(name: str, values: Iterable[str | None]) -> tuple[Shared, ...]:
    """The value that more than half of them have; nothing where there is none."""
    counted = Counter(values)
    value, count = counted.most_common(1)[0] if counted else (None, 0)
    return (Shared(name, value, count),) if value and 2 * count > counted.total() else ()
