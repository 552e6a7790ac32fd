"""Reports that are told outside: signed under their own name, by mail with the file."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.domain.errors import SettingError
from data.notify.outbox import Outbox
from data.notify.webhook import Webhook
from data.schema.tables import report_deliveries
from data.services import report_channels
from data.settings import Settings
from tests.data.alerts.test_outbox import Receiver, receiver
from tests.data.reports.scenes import Clock, add, clerk, every, runs, utc, work

__all__ = ["receiver"]
START = utc("2026-03-20T12:00")
DUE = utc("2026-03-21T01:30")


def written(engine: Engine, folder: Path, channel: str) -> Clock:
    """A report that is written, and waits to be sent."""
    clock = Clock(START)
    add(engine, START, every(receivers=(channel,)))
    clock.at = DUE + timedelta(minutes=2)
    one = clerk(engine, folder, clock)
    one.channels = (channel,)
    assert work(one) == 1
    return clock


def test_a_webhook_is_signed_and_tells_what_is_there(
    engine: Engine, tmp_path: Path, receiver: Receiver
) -> None:
    written(engine, tmp_path, "webhook")
    channel = Webhook(receiver.webhook.url, "s3", is_local=True, subject="Report")
    outbox = Outbox(engine, [channel], report_deliveries)
    receiver.status = 500
    assert not outbox.deliver("webhook")
    receiver.status = 204
    outbox.try_again("webhook")
    assert outbox.deliver("webhook")
    assert not outbox.deliver("webhook")
    (first, body), (again, same) = receiver.got
    assert body == same
    assert first["X-Report-Delivery"] == again["X-Report-Delivery"] == "1"
    signed = f"{again['X-Report-Timestamp']}.".encode() + same
    expected = hmac.new(b"s3", signed, hashlib.sha256).hexdigest()
    assert again["X-Report-Signature"] == f"sha256={expected}"
    told = json.loads(body)
    assert (told["kind"], told["id"]) == ("report.ready", "report-1")
    assert told["report"]["timezone"] == "Europe/Prague"
    assert (told["report"]["start"], told["report"]["end"]) == (
        "2026-03-19T23:00:00.000Z",
        "2026-03-20T23:00:00.000Z",
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of its own imports
@pytest.mark.parametrize("most", [5, 5_000])
def test_a_small_file_goes_along(
    engine: Engine, tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    from data.reports import shelf

    monkeypatch.setattr(shelf, "ATTACHED_BYTES", most)
    clock = written(engine, tmp_path, "apprise")
    one = clerk(engine, tmp_path, clock)
    urls = receiver.webhook.url.replace("http://", "json://").partition("?")[0]
    settings = Settings(report_apprise_urls=urls, secret_key="x")
    outbox = Outbox(engine, report_channels(settings, one.shelf), report_deliveries)
    assert outbox.deliver("apprise")
    ((_, body),) = receiver.got
    told = json.loads(body)
    assert told["title"] == "Each day"
    assert "https://here/api/v1/report-files/1" in told["message"]
    (run,) = runs(engine)
    attached = [(one["filename"], base64.b64decode(one["base64"])) for one in told["attachments"]]
    named = [("summary-2026-03-20.csv", b"first\nsecond\n")]
    assert attached == (named if run.size <= most else [])


def test_what_is_half_set_is_said() -> None:
    settings = Settings(report_webhook_url="https://here.example/x", secret_key="x")
    with pytest.raises(SettingError, match="REPORT_WEBHOOK_SECRET is empty"):
        report_channels(settings, None)  # type: ignore[arg-type]
