"""The composition: the parts of one process, put together once and handed to the dashboard."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from sqlalchemy import Engine

from data.accounts.directory import Directory
from data.alert_desk import AlertDesk
from data.blacklist.arrivals import Arrivals
from data.broker import Hints
from data.database import open_engine
from data.domain.errors import BrokerError, SettingError
from data.embedded import EmbeddedValkey
from data.feed import LiveFeed
from data.history.keeper import Keeper
from data.log_tail import tail_for
from data.notify.apprise import Apprise, Attached, Message, nothing
from data.notify.channel import Channel
from data.notify.outbox import Outbox
from data.notify.webhook import Webhook
from data.operations.crier import Crier
from data.operations.desk import OperationDesk
from data.reports.child import Child
from data.reports.clerk import Clerk
from data.reports.shelf import Shelf
from data.schema.tables import report_deliveries
from data.settings import Settings, is_loopback

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """What the dashboard is given. `redis_url` is empty where there is no Redis at all."""

    settings: Settings
    engine: Engine
    feed: LiveFeed
    keeper: Keeper
    alerts: AlertDesk
    outbox: Outbox
    clerk: Clerk
    report_outbox: Outbox
    operations: OperationDesk
    crier: Crier
    directory: Directory
    redis_url: str
    hints: Hints | None
    embedded: EmbeddedValkey | None

    @property
    def hints_on(self) -> bool:
        """Whether hints arrive; without them changes show within a second."""
        return self.hints is not None and self.hints.connected

    def start(self) -> None:
        """Begin to follow the database."""
        self.directory.start()
        self.feed.start()
        self.keeper.start()
        self.alerts.start()
        self.outbox.start()
        self.clerk.start()
        self.report_outbox.start()
        self.operations.start()
        self.crier.start()
        if self.hints is not None:
            self.hints.start()

    def stop(self) -> None:
        """End every thread and process that `build` and `start` began."""
        if self.hints is not None:
            self.hints.stop()
        self.crier.stop()
        self.operations.stop()
        self.report_outbox.stop()
        self.clerk.stop()
        self.outbox.stop()
        self.alerts.stop()
        self.keeper.stop()
        self.feed.stop()
        self.directory.stop()
        self.engine.dispose()
        if self.embedded is not None:
            self.embedded.stop()


def build(settings: Settings) -> Services:
    """The parts, connected but not started; the embedded Redis runs already."""
    receivers = channels(settings)
    engine = open_engine(settings.database)
    shelf = Shelf(engine, settings.var_dir / "reports")
    report_outbox = Outbox(engine, report_channels(settings, shelf), report_deliveries)
    make = partial(Child, settings)
    clerk = Clerk(engine, shelf, make, settings.address, report_outbox.names)
    outbox = Outbox(engine, receivers)
    feed = LiveFeed(engine, tail_for(engine))
    keeper = Keeper(engine, tail_for(engine), settings.retention_days)
    embedded = None if settings.redis_url else start_embedded()
    redis_url = embedded.url if embedded else settings.redis_url
    hints = Hints(redis_url, feed.wake) if redis_url else None
    desk = AlertDesk(engine, feed, outbox.names)
    directory = Directory(engine)
    crier = Crier(engine, redis_url)

    def stepped() -> None:
        feed.wake()
        crier.wake()

    arrivals = Arrivals(engine, lambda: settings.secret)

    def arrived() -> None:
        if arrivals.catch_up(feed.final_id):
            feed.wake()

    return Services(
        settings,
        engine,
        feed,
        keeper,
        desk,
        outbox,
        clerk,
        report_outbox,
        OperationDesk(engine, lambda: settings.secret, stepped, arrived),
        crier,
        directory,
        redis_url,
        hints,
        embedded,
    )


def channels(settings: Settings) -> list[Channel]:
    """The receivers of alerts that are set. Raises SettingError where one cannot be used."""
    return [*_webhook(settings, "alert"), *_apprise(settings, "alert", nothing)]


def report_channels(settings: Settings, shelf: Shelf) -> list[Channel]:
    """The receivers of scheduled reports that are set. Raises SettingError where one cannot be
    used."""
    return [*_webhook(settings, "report"), *_apprise(settings, "report", shelf.attached)]


def _webhook(settings: Settings, subject: str) -> Iterator[Channel]:
    url = getattr(settings, f"{subject}_webhook_url")
    secret = getattr(settings, f"{subject}_webhook_secret")
    name = f"{subject.upper()}_WEBHOOK"
    if url and not secret:
        raise SettingError(f"{name}_SECRET is empty: expected a key, because {name}_URL is given")
    if url:
        local = is_loopback(urlsplit(url).hostname or "")
        yield Webhook(url, secret, is_local=local, subject=subject.capitalize())


def _apprise(
    settings: Settings, subject: str, attached: Callable[[Message], Attached | None]
) -> Iterator[Channel]:
    if urls := getattr(settings, f"{subject}_apprise_urls"):
        yield Apprise(urls, f"{subject.upper()}_APPRISE_URLS", attached)


def start_embedded() -> EmbeddedValkey | None:
    """A running embedded Redis; None, said in the log, where it cannot run."""
    embedded = EmbeddedValkey()
    try:
        embedded.start()
    except (BrokerError, OSError) as error:
        log.warning("Working without Redis, changes show within 1 s: %s", error)
        embedded.stop()
        return None
    return embedded
