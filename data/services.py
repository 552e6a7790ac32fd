"""The composition: the parts of one process, put together once and handed to the dashboard."""

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Engine

from data.accounts.directory import Directory
from data.alert_desk import AlertDesk
from data.broker import Hints
from data.database import open_engine
from data.domain.errors import BrokerError, SettingError
from data.embedded import EmbeddedValkey
from data.feed import LiveFeed
from data.log_tail import tail_for
from data.notify.apprise import Apprise
from data.notify.channel import Channel
from data.notify.outbox import Outbox
from data.notify.webhook import Webhook
from data.operations.crier import Crier
from data.operations.desk import OperationDesk
from data.settings import Settings, is_loopback

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """What the dashboard is given. `redis_url` is empty where there is no Redis at all."""

    settings: Settings
    engine: Engine
    feed: LiveFeed
    alerts: AlertDesk
    outbox: Outbox
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
        self.alerts.start()
        self.outbox.start()
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
        self.outbox.stop()
        self.alerts.stop()
        self.feed.stop()
        self.directory.stop()
        self.engine.dispose()
        if self.embedded is not None:
            self.embedded.stop()


def build(settings: Settings) -> Services:
    """The parts, connected but not started; the embedded Redis runs already."""
    receivers = channels(settings)
    engine = open_engine(settings.database)
    outbox = Outbox(engine, receivers)
    feed = LiveFeed(engine, tail_for(engine))
    embedded = None if settings.redis_url else start_embedded()
    redis_url = embedded.url if embedded else settings.redis_url
    hints = Hints(redis_url, feed.wake) if redis_url else None
    desk = AlertDesk(engine, feed, outbox.names)
    directory = Directory(engine)
    crier = Crier(engine, redis_url)

    def stepped() -> None:
        feed.wake()
        crier.wake()

    return Services(
        settings,
        engine,
        feed,
        desk,
        outbox,
        OperationDesk(engine, lambda: settings.secret, stepped),
        crier,
        directory,
        redis_url,
        hints,
        embedded,
    )


def channels(settings: Settings) -> list[Channel]:
    """The receivers outside that are set. Raises SettingError where one cannot be used."""
    found: list[Channel] = []
    if settings.alert_webhook_url:
        if not settings.alert_webhook_secret:
            raise SettingError(
                "ALERT_WEBHOOK_SECRET is empty: expected a key, because ALERT_WEBHOOK_URL is given"
            )
        local = is_loopback(urlsplit(settings.alert_webhook_url).hostname or "")
        found.append(
            Webhook(settings.alert_webhook_url, settings.alert_webhook_secret, is_local=local)
        )
    if settings.alert_apprise_urls:
        found.append(Apprise(settings.alert_apprise_urls))
    return found


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
