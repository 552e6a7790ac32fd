"""Redis: hints in. Embedded (Valkey, started and ended with the app) or by URL.

A hint means "look now" and nothing else, so nothing is read from it: lost, doubled, forged or
garbled hints change no number.
"""

import ctypes
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.exceptions import RedisError
from redis.retry import Retry

from data.domain.errors import BrokerError

HINTS = "contact-transitions"
START_SECONDS = 5.0
STOP_SECONDS = 3.0
DRAIN_SECONDS = 0.01  # of every GAP_SECONDS: a flood of hints costs a fifth of a core, not all
GAP_SECONDS = 0.05
RECONNECT_SECONDS = (0.2, 5.0)

log = logging.getLogger(__name__)
