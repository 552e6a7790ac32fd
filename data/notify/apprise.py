"""Apprise: mail, chat and the like, where the extra package is installed."""

import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.domain.errors import SettingError
from data.notify.channel import DeliveryError


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes along, and the name by which the receiver gets it."""

    path: Path
    name: str


Message = Mapping[str, Any]


def nothing(_: Message) -> Attached | None:
    """What goes along with an alert."""
    return None


class Apprise:
    """The receivers behind Apprise's own addresses, which the setting `named` holds; `attached`
    finds the file that goes along with a message."""

    name = "apprise"

    def __init__(
        self,
        urls: str,
        named: str = "ALERT_APPRISE_URLS",
        attached: Callable[[Message], Attached | None] = nothing,
    ) -> None:
        try:
            self._package: Any = importlib.import_module("apprise")
        except ImportError:
            detail = "needs the package apprise: pip install apprise"
            raise SettingError(f"{named}: {detail}") from None
        self._attached = attached
        self._receivers = self._package.Apprise()
        for url in urls.split():
            if not self._receivers.add(url):
                raise SettingError(f"{named}: expected addresses that Apprise knows")

    def send(self, _delivery_id: int, body: str, _sent_at: int) -> None:
        """Tell all receivers the sentence of the message. Raises DeliveryError."""
        message = json.loads(body)
        told = {"title": message.get("title", "Campaign alert"), "body": message["text"]}
        if not self._receivers.notify(**told, **self._along(message)):
            raise DeliveryError

    def _along(self, message: Message) -> dict[str, Any]:
        file = self._attached(message)
        if file is None:
            return {}
        made: Any = importlib.import_module("apprise.attachment.file").AttachFile
        kept = made(str(file.path), name=file.name)
        return {"attach": self._package.AppriseAttachment(kept)}
