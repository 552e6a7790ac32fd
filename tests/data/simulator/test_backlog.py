"""The backlog gives retries that are due first, then new contacts in order."""

from data.simulator.backlog import Backlog
from data.simulator.records import Contact


def retry(contact_id: int, seconds: float) -> Contact:
    return Contact(contact_id, "retry_scheduled", retry_in_seconds=seconds)


def test_new_contacts_come_in_order() -> None:
    backlog = Backlog()
    for contact_id in (3, 1, 2):
        backlog.add(Contact(contact_id, "initial"), now=0)
    taken = [backlog.take(now=0) for _ in range(4)]
    assert [contact and contact.id for contact in taken] == [3, 1, 2, None]


def test_a_retry_waits_for_its_time_and_then_goes_first() -> None:
    backlog = Backlog()
    backlog.add(Contact(1, "initial"), now=0)
    backlog.add(Contact(2, "initial"), now=0)
    backlog.add(retry(3, seconds=60), now=100)
    assert backlog.take(now=159) == Contact(1, "initial")
    assert backlog.take(now=160) == retry(3, seconds=60)
    assert backlog.take(now=160) == Contact(2, "initial")


def test_it_knows_whom_it_holds() -> None:
    backlog = Backlog()
    backlog.add(Contact(1, "initial"), now=0)
    backlog.add(retry(2, seconds=5), now=0)
    assert (len(backlog), backlog.new, 1 in backlog, 2 in backlog) == (2, 1, True, True)
    backlog.take(now=0)
    assert (len(backlog), backlog.new, 1 in backlog, 2 in backlog) == (1, 0, False, True)
