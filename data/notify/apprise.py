"""Apprise: mail, chat and the like, where the extra package is installed."""

import importlib
import json
from typing import Any

from data.domain.errors import SettingError
from data.notify.channel import DeliveryError


class Apprise:
    """The receivers behind Apprise's own addresses."""

    name = "apprise"

    def __init__(self, urls: str) -> None:
        try:
            package: Any = importlib.import_module("apprise")
        except ImportError:
            detail = "needs the package apprise: pip install apprise"
            raise SettingError(f"ALERT_APPRISE_URLS: {detail}") from None
        self._receivers = package.Apprise()
        for url in urls.split():
            if not self._receivers.add(url):
                raise SettingError("ALERT_APPRISE_URLS: expected addresses that Apprise knows")

    def send(self, _delivery_id: int, body: str, _sent_at: int) -> None:
        """Tell all receivers the sentence of the message. Raises DeliveryError."""
        if not self._receivers.notify(title="Campaign alert", body=json.loads(body)["text"]):
            raise DeliveryError
