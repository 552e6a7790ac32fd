"""Messages outside: signed, once, and not lost while nobody is there to take them."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from data import alert_book, clock
from data.domain.alerts import Finding, Severity, Shared
from data.domain.errors import SettingError
from data.domain.lifecycle import Event, Step, begin, step
from data.domain.messages import Kind, message
from data.notify.apprise import Apprise
from data.notify.channel import DeliveryError
from data.notify.outbox import FAILURES, Outbox, pause_after
from data.notify.webhook import Webhook, is_public, signature
from data.schema.tables import deliveries
from tests.data.sql import rows
from tests.phone_numbers import raw_numbers

NOW = datetime(2026, 5, 1, tzinfo=UTC)
STUCK = Finding(7, "stuck", "acw", Severity.WARN, 3)


class Receiver:
    """A receiver on loopback that answers what the test says."""

    def __init__(self) -> None:
        self.status, self.answer, self.headers = 204, b"", {}
        self.got: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body))
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(receiver.answer)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    @property
    def webhook(self) -> Webhook:
        return Webhook(f"http://127.0.0.1:{self.server.server_port}/hook?a=b", "s3", is_local=True)

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    started = Receiver()
    yield started
    started.stop()


def queue(engine: Engine, *kinds: str) -> None:
    with engine.execution_options(write=True).begin() as connection:
        now = clock.now(connection) - timedelta(seconds=1)
        waiting = {"channel": "webhook", "created_at": now, "next_at": now, "attempts": 0}
        for number, kind in enumerate(kinds):
            told = {"alert_id": number, "kind": kind, "body": json.dumps({"n": number})}
            connection.execute(insert(deliveries).values(waiting | told))


def pass_time(engine: Engine) -> None:
    """The next attempt is due."""
    with engine.execution_options(write=True).begin() as connection:
        now = clock.now(connection)
        connection.execute(deliveries.update().values(next_at=now - timedelta(seconds=1)))


def test_a_message_is_signed_and_sent_once(engine: Engine, receiver: Receiver) -> None:
    queue(engine, "fired")
    boxes = [Outbox(engine, [receiver.webhook]) for _ in range(2)]
    assert [box.deliver("webhook") for box in (*boxes, *boxes)] == [True, False, False, False]
    ((headers, body),) = receiver.got
    signed = f"{headers['X-Alert-Timestamp']}.".encode() + body
    wanted = hmac.new(b"s3", signed, hashlib.sha256).hexdigest()
    assert headers["X-Alert-Signature"] == f"sha256={wanted}"
    assert signature("s3", int(headers["X-Alert-Timestamp"]), body) == f"sha256={wanted}"


def test_only_one_of_two_processes_sends_what_both_have_seen(
    engine: Engine, receiver: Receiver
) -> None:
    queue(engine, "fired")
    first, second = Outbox(engine, [receiver.webhook]), Outbox(engine, [receiver.webhook])
    claimed = first._claim("webhook")
    assert claimed is not None
    assert second.deliver("webhook") is False
    assert receiver.got == []


def test_a_crash_between_sending_and_writing_that_down_sends_again(
    engine: Engine, receiver: Receiver
) -> None:
    queue(engine, "fired")
    box = Outbox(engine, [receiver.webhook])
    message = box._claim("webhook")
    receiver.webhook.send(message.id, message.body, 0)
    Outbox(engine, [receiver.webhook]).try_again("webhook")
    assert box.deliver("webhook") is False  # a restart does not take what may be under way
    pass_time(engine)
    assert box.deliver("webhook") is True
    first, second = receiver.got
    assert first[0]["X-Alert-Delivery"] == second[0]["X-Alert-Delivery"]
    assert first[1] == second[1]


def test_a_name_that_is_not_found_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.notify.webhook.SECONDS", 0.05)
    over = threading.Event()

    def resolve(*_: object) -> list[str]:
        over.wait()
        return []

    try:
        with pytest.raises(DeliveryError, match="in time"):
            Webhook("https://hooks.example/x", "s", resolve=resolve).send(1, "{}", 0)
    finally:
        over.set()


def test_a_receiver_that_comes_back_gets_everything(engine: Engine, receiver: Receiver) -> None:
    queue(engine, "fired", "critical")
    box = Outbox(engine, [receiver.webhook])
    receiver.status = 503
    assert box.deliver("webhook") is False
    assert box.deliver("webhook") is False
    assert len(receiver.got) == 1  # it is left alone
    receiver.status = 200
    pass_time(engine)
    assert [box.deliver("webhook") for _ in range(3)] == [True, True, False]
    assert [json.loads(body)["n"] for _, body in receiver.got] == [0, 0, 1]
    assert receiver.got[0][0]["X-Alert-Delivery"] == receiver.got[1][0]["X-Alert-Delivery"]


def test_twenty_failures_switch_it_off_until_a_restart(engine: Engine, receiver: Receiver) -> None:
    queue(engine, "fired")
    box = Outbox(engine, [receiver.webhook])
    receiver.status = 500
    for _ in range(FAILURES + 3):
        box.deliver("webhook")
        pass_time(engine)
    assert len(receiver.got) == FAILURES
    assert box.off == {"webhook": "The answer was 500."}
    receiver.status = 200
    box.try_again("webhook")
    assert box.deliver("webhook") is True
    assert box.off == {}


def test_pauses_grow_up_to_five_minutes() -> None:
    seconds = [pause_after(failures).total_seconds() for failures in range(1, 12)]
    assert seconds == sorted(seconds)
    assert (seconds[0], seconds[-1]) == (2, 300)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 500])
def test_anything_but_yes_is_a_failure(receiver: Receiver, status: int) -> None:
    receiver.status, receiver.headers = status, {"Location": receiver.webhook.url}
    with pytest.raises(DeliveryError, match=str(status)):
        receiver.webhook.send(1, "{}", 0)
    assert len(receiver.got) == 1


def test_an_endless_answer_is_cut(receiver: Receiver) -> None:
    receiver.status, receiver.answer = 200, b"x" * 200_000
    with pytest.raises(DeliveryError, match="too long"):
        receiver.webhook.send(1, "{}", 0)


PRIVATE = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "2002:7f00:1::", "ff02::1", "::",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_only_public_addresses_are_called(address: str) -> None:
    hook = Webhook("https://hooks.example/x", "s", resolve=lambda host, port: ["1.1.1.1", address])
    with pytest.raises(DeliveryError, match="public"):
        hook.send(1, "{}", 0)


def test_public_addresses_are_public() -> None:
    assert is_public(ip_address("1.1.1.1"))
    assert is_public(ip_address("2606:4700::1111"))


def test_each_message_has_an_id_of_its_own() -> None:
    alert = begin(STUCK, NOW).alert
    assert len({message(alert, kind)["id"] for kind in Kind}) == len(Kind)


def test_messages_hold_no_operator_and_no_reason() -> None:
    shared = (Shared("operator", "Ana Green", 3), Shared("reason", "+420777123456", 3))
    alert = begin(replace(STUCK, shared=shared), NOW).alert
    for kind in Kind:
        text = json.dumps(message(alert, kind))
        assert "Ana" not in text
        assert raw_numbers(text) == []


def test_an_end_that_was_none_is_not_told(engine: Engine) -> None:
    def write(before: Any, after: Step, now: datetime) -> Any:
        with engine.execution_options(write=True).begin() as connection:
            alert_book.write(connection, [(before, after)], now, ["webhook"])
            return next(iter(alert_book.newest(connection, now).values()))

    told = "SELECT kind FROM deliveries ORDER BY id"
    alert = write(None, begin(STUCK, NOW), NOW)
    for second in (1, 2, 3):
        now = NOW + timedelta(seconds=second)
        after = step(alert, None, now)
        alert = write(alert, after, now)
    assert after.events == (Event.RESOLVED,)
    assert rows(engine, told) == [("fired",), ("resolved",)]
    now = NOW + timedelta(seconds=60)
    write(alert, step(alert, STUCK, now), now)
    assert rows(engine, told) == [("fired",)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of its own imports
def test_apprise_tells_its_receivers_a_sentence() -> None:
    channel = Apprise("json://127.0.0.1:1/")
    with pytest.raises(DeliveryError):
        channel.send(1, json.dumps({"text": "Warning"}), 0)
    with pytest.raises(SettingError, match="ALERT_APPRISE_URLS"):
        Apprise("nonsense")
