"""A dump brought to another server: its sums take in what they had not seen, once."""

import pytest
from sqlalchemy import Engine, text

from data.domain.errors import RestoredError
from data.feed import LiveFeed
from data.history.past import Past, Span
from data.history.sums import add_up
from data.log_tail import tail_for
from data.schema.migrate import migrate
from tests.data.history.checks import all_is_summed, head_and_sums_agree
from tests.data.history.log import Row, append, unguarded, write_log
from tests.data.history.months import NOW
from tests.data.sql import execute, one

ROW = Row(7, 1, None, "initial", NOW, to_step=0)
CAMPAIGN = "INSERT INTO campaigns (id, mode, status) VALUES (7, 'predictive', 'in_progress')"


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize("is_summed", [True, False])
def test_the_sums_of_a_restored_log_go_on(engine: Engine, is_summed: bool) -> None:
    tail, token = tail_for(engine), one(engine, "SELECT token FROM identity")
    execute(engine, CAMPAIGN, "INSERT INTO contacts (campaign_id) VALUES (7)")
    with unguarded(engine) as late:
        append(late, [ROW])
        write_log(engine, [ROW] * 3)
        if is_summed:
            assert add_up(engine, tail)
            assert head_and_sums_agree(engine) == 4  # and one is late
    write_log(engine, [ROW] * 2)
    assert one(engine, "SELECT count(*) FROM transitions") == 7
    with engine.begin() as connection:  # as a dump leaves it
        connection.execute(text("UPDATE identity SET system = 'elsewhere'"))
    with pytest.raises(RestoredError):
        add_up(engine, tail)
    migrate(engine)
    with Past.of(engine, tail) as past:
        assert sum(move.count for move in past.moves(None, Span())) == 7
    feed = LiveFeed(engine, tail)
    assert feed.tick().campaigns[7].moved(to="initial") == 7
    write_log(engine, [ROW])
    assert feed.tick().campaigns[7].moved(to="initial") == 8
    feed.stop()
    for _ in range(2):
        assert add_up(engine, tail)
        assert all_is_summed(engine) == 8
    assert one(engine, "SELECT token FROM identity") != token
