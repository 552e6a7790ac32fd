"""A campaign as it was: its numbers for programs, and the frames of its page for a replay."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard import formats
from dashboard.api.arguments import moment, only, whole, word
from dashboard.api.campaigns import current, kpis, row
from dashboard.language import named_in
from dashboard.live.hub import difference, encode
from dashboard.live.props import View
from dashboard.live.views.past import past as page
from dashboard.memory import CLOSED_SECONDS, OPEN_SECONDS, Memory, asked
from dashboard.problems import MALFORMED, NO_CAMPAIGN, UNFIT, ProblemError
from dashboard.texts import ENGLISH, speaking
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data import clock
from data.database import reading
from data.domain.access import Permission
from data.domain.local_time import first_instant, instants
from data.domain.sight import Sight
from data.domain.snapshot import Campaign, CampaignView
from data.history.life import life_of
from data.history.past import Past
from data.history.sights import instants_from, sight_at, sights
from data.log_tail import tail_for
from data.services import Services

MOST_FRAMES = 60
LONGEST = timedelta(minutes=15)  # of one batch
SETTLED = timedelta(minutes=5)  # before now, and nobody commits anything late any more
_LOCAL = "%Y-%m-%dT%H:%M:%S"
_CAMPAIGN = "campaigns/<int(max=9223372036854775807):campaign_id>"
_NO_TIME = "{name} must be a time such as 2026-01-31T14:00:00{end}."


def register(app: Flask, services: Services, memory: Memory) -> None:
    """`/api/v1/campaigns/{id}/past?at=`, and what the time machine asks for under `/past`."""
    history = _History(services, memory)

    @app.get(f"/api/v1/{_CAMPAIGN}/past")
    @needs(Permission.SEE_NUMBERS)
    def show_past(campaign_id: int) -> Response:
        only(("at",))
        campaign = history.campaign(campaign_id)
        at = history.instant("at")
        numbers = history.remembered(
            "past", campaign, at, lambda: _numbers(history, campaign, at), at=instant(at)
        )
        return jsonify(numbers)

    @app.get(f"/past/{_CAMPAIGN}")
    @needs(Permission.SEE_NUMBERS)
    def show_frames(campaign_id: int) -> Response:
        with speaking(named_in(request.query_string.decode("latin-1")) or ENGLISH):
            campaign = history.campaign(campaign_id)
            wanted = history.instants()
            frames = history.remembered(
                "frames", campaign, wanted[-1], lambda: _frames(history, campaign, wanted),
                instants=[instant(at) for at in wanted],
            )  # fmt: skip
        now = encode(instant(history.now)).decode()
        return Response(f'{{"now":{now},"frames":{frames}}}', mimetype="application/json")

    @app.get(f"/past/{_CAMPAIGN}/life")
    @needs(Permission.SEE_NUMBERS)
    def show_life(campaign_id: int) -> Response:
        campaign = history.campaign(campaign_id)
        return jsonify(
            history.remembered("life", campaign, history.now, lambda: _life(history, campaign))
        )

    @app.get(f"/past/{_CAMPAIGN}/instants")
    @needs(Permission.SEE_NUMBERS)
    def show_instants(campaign_id: int) -> Response:
        return jsonify(_instants(history.campaign(campaign_id), word("local", 40)))


class _History:
    """The past as the asker may see it, remembered for all who may see the same."""

    def __init__(self, services: Services, memory: Memory) -> None:
        self._services = services
        self._memory = memory

    @property
    def now(self) -> datetime:
        """As of when the newest numbers are."""
        return current(self._services).as_of

    def campaign(self, campaign_id: int) -> Campaign:
        """A campaign as it is now. Raises the 404 problem for one that the asker may not see."""
        view = current(self._services).campaigns.get(campaign_id)
        if view is None:
            raise ProblemError(NO_CAMPAIGN)
        return view.campaign

    def instant(self, name: str) -> datetime:
        """The instant that the query gives. Raises the 400 problem where it gives none, the 422 for
        one that lies ahead."""
        at = moment(name)
        if at is None:
            raise ProblemError(MALFORMED(_NO_TIME.format(name=name, end="Z")))
        if at > self.now and at > (now := self._clock()):
            raise ProblemError(UNFIT(f"{name} lies ahead: it is {instant(now)}."))
        return at.replace(microsecond=at.microsecond // 1000 * 1000)

    def instants(self) -> list[datetime]:
        """The instants of a batch: whole seconds, from `at` on, `count` of them, `step` seconds
        apart; fewer where they would lie ahead."""
        at = self.instant("at").replace(microsecond=0)
        longest = int(LONGEST.total_seconds())
        step = timedelta(seconds=whole("step", least=1, most=longest) or 1)
        count = whole("count", least=1, most=MOST_FRAMES) or 1
        if (count - 1) * step > LONGEST:
            detail = f"That is more than {longest} s: ask for fewer frames, or shorter steps."
            raise ProblemError(UNFIT(detail))
        return instants_from(at, step, count, self.now)

    def _clock(self) -> datetime:
        """The database's clock, which is ahead of the newest numbers, and one for all workers."""
        with reading(self._services.engine) as connection:
            return clock.now(connection)

    def past(self) -> Any:
        """The past in a transaction of its own."""
        engine = self._services.engine
        return Past.of(engine, tail_for(engine))

    def remembered(
        self,
        name: str,
        campaign: Campaign,
        end: datetime,
        compute: Callable[[], Any],
        **parts: Any,
    ) -> Any:
        """What is computed of a campaign, as it is now, up to an instant."""
        key = asked(actor(), name, campaign=repr(campaign), **parts)
        closed = end < self.now - SETTLED
        return self._memory.remembered(key, CLOSED_SECONDS if closed else OPEN_SECONDS, compute)


def _numbers(history: _History, campaign: Campaign, at: datetime) -> dict[str, Any]:
    with history.past() as past:
        sight = sight_at(past, campaign, at)
    view = _view(sight, campaign)
    return {"as_of": instant(sight.snapshot.as_of), **row(view), "kpis": kpis(view, view.minute)}


def _frames(history: _History, campaign: Campaign, wanted: list[datetime]) -> str:
    """The pages at some instants as JSON: the first in full, then what is other than before."""
    with history.past() as past:
        seen = sights(past, campaign, wanted)
    _view(seen[0], campaign)
    zone = formats.zone(campaign.timezone)
    before: View = {}
    frames = []
    for at, sight in zip(wanted, seen, strict=False):
        after = page(sight, campaign.id)
        local = at.astimezone(zone).strftime(_LOCAL)
        told = {"at": instant(at), "as_of": instant(sight.snapshot.as_of), "local": local}
        frames.append({**told, "set": difference(before, after)})
        before = after
    return encode(frames).decode()


def _view(sight: Sight, campaign: Campaign) -> CampaignView:
    """The campaign in a sight. Raises the 422 problem where there was none yet."""
    view = sight.snapshot.campaigns[campaign.id]
    created = campaign.created_at
    is_before = created is not None and sight.snapshot.as_of < created.replace(microsecond=0)
    if created is not None and is_before and not view.moves:
        detail = f"The campaign was not there yet: it was made at {instant(created)}."
        raise ProblemError(UNFIT(detail))
    return view


def _life(history: _History, campaign: Campaign) -> dict[str, Any]:
    with history.past() as past:
        life = life_of(past, campaign)
    return {
        "began": instant(life.began),
        "until": instant(life.until),
        "level": life.level,
        "moves": [list(pair) for pair in life.moves.items()],
    }


def _instants(campaign: Campaign, text: str) -> dict[str, Any]:
    """At which instants a clock in the campaign's zone shows a time: one, two where it is set back,
    none where it is set forward; and the first at which it shows that or more."""
    zone = formats.zone(campaign.timezone)
    try:
        local = datetime.fromisoformat(text).replace(microsecond=0)
        if local.tzinfo is not None:
            raise ValueError(text)
        found, first = instants(local, zone), first_instant(local, zone)
        first.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ProblemError(MALFORMED(_NO_TIME.format(name="local", end=""))) from None
    return {"zone": zone.key, "instants": [instant(at) for at in found], "first": instant(first)}
