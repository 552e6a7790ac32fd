"""Reading a recorded campaign."""

import gzip
from pathlib import Path

import pytest

from data.simulator.recording import Recorded, RecordingError, read

CSV = "row,attempts,talk_seconds,subscribed\n1,1,261,0\n2,3,0,0\n"


@pytest.mark.parametrize("name", ["calls.csv", "calls.csv.gz"])
def test_it_reads_plain_and_packed(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(gzip.compress(CSV.encode()) if name.endswith(".gz") else CSV.encode())
    assert read(file) == [Recorded("1", 1, 261), Recorded("2", 3, 0)]


@pytest.mark.parametrize(
    ("recorded", "path"),
    [
        (Recorded("1", 1, 60), "initial calling call_in_progress acw success"),
        (Recorded("1", 1, 0), "initial calling dial_failed"),
        (
            Recorded("1", 2, 60),
            "initial calling retry_scheduled calling call_in_progress acw success",
        ),
    ],
)
def test_the_moves_of_a_contact(recorded: Recorded, path: str) -> None:
    state, attempts, walked = "initial", 0, ["initial"]
    while state not in ("success", "dial_failed"):
        state = recorded.after(state, attempts)
        attempts += state == "calling"
        walked.append(state)
    assert walked == path.split()


def test_a_talk_takes_its_time() -> None:
    recorded = Recorded("1", 1, 60)
    assert recorded.seconds("call_in_progress") == 60
    assert recorded.seconds("calling") == 20
    assert recorded.seconds("initial") == 0


@pytest.mark.parametrize(
    "content", [b"row,attempts\n1,1\n", b"row,attempts,talk_seconds\n1,x,2\n", b"\x1f\x8b\x00"]
)
def test_a_bad_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    for name in ("bad.csv", "bad.csv.gz"):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(RecordingError, match="cannot be replayed"):
            read(file)
    with pytest.raises(RecordingError):
        read(tmp_path / "none.csv")
