"""Invented people: names, and numbers that are reserved for fiction."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

_BAD_PHONE_SHARE = 0.012
_BLACKLISTED_SHARE = 0.008
_BAD_PHONES = ("", "unknown", "+1 555 CALL NOW", "+44 7700 900xxx", "see note")
_PHONE = re.compile(r"\+?[0-9 ()-]{6,}")
_FIRST = (
    "Ada", "Alan", "Alice", "Amir", "Anna", "Ben", "Carla", "Chen", "Clara", "David", "Elena",
    "Emil", "Eva", "Farah", "Felix", "Grace", "Hana", "Hugo", "Ida", "Iris", "Ivan", "Jan",
    "Jana", "Julia", "Kai", "Karel", "Lea", "Leo", "Lena", "Luca", "Maria", "Marek", "Mia",
    "Milan", "Nina", "Noah", "Nora", "Olga", "Omar", "Oscar", "Petra", "Rosa", "Ruth", "Sam",
    "Sara", "Simon", "Tara", "Theo", "Vera", "Victor", "Yara", "Zoe",
)  # fmt: skip
_LAST = (
    "Adams", "Baker", "Bernard", "Black", "Bonnet", "Carter", "Clark", "Cohen", "Cook", "Dubois",
    "Evans", "Fischer", "Ford", "Garcia", "Girard", "Grant", "Green", "Hall", "Harris", "Hill",
    "Hughes", "Jones", "Kelly", "King", "Klein", "Lambert", "Lee", "Lopez", "Marsh", "Martin",
    "Mason", "Meyer", "Moore", "Moreau", "Morris", "Novak", "Owens", "Page", "Parker", "Petit",
    "Price", "Reed", "Richard", "Rivera", "Rossi", "Roux", "Scott", "Shaw", "Silva", "Stone",
    "Turner", "Walker", "Weber", "White", "Wood", "Young",
)  # fmt: skip
_US_AREAS = (202, 206, 212, 213, 215, 303, 305, 312, 313, 404, 412, 415, 503, 512, 602, 617, 702)

Phone = Callable[[Random], str]
Row = Mapping[str, object]


def _american(rng: Random) -> str:
    return f"+1{rng.choice(_US_AREAS)}55501{rng.randrange(100):02}"


def _british(rng: Random) -> str:
    return f"+442079460{rng.randrange(1000):03}"


def _french(rng: Random) -> str:
    return f"+3319900{rng.randrange(10_000):04}"


_BY_CONTINENT: Mapping[str, Phone] = {"America": _american}
_BY_ZONE: Mapping[str, Phone] = {"Europe/Paris": _french}


def operators(campaign_id: int, number: int) -> Sequence[str]:
    """The operators of a campaign, by name: always the same ones, and no two alike."""
    rng = Random(campaign_id)
    firsts, lasts = rng.sample(_FIRST, number), rng.sample(_LAST, number)
    return [f"{first} {last}" for first, last in zip(firsts, lasts, strict=True)]


def is_phone(phone: str | None) -> bool:
    """Whether a number can be dialed: digits, and what people put between them."""
    return bool(_PHONE.fullmatch(phone or ""))


def people(rng: Random, timezone: str, number: int) -> list[Row]:
    """So many rows for `contacts`: a few with a number that is none, a few on the blacklist."""
    continent, _, _ = timezone.partition("/")
    phone = _BY_ZONE.get(timezone) or _BY_CONTINENT.get(continent, _british)
    return [_person(rng, phone) for _ in range(number)]


def _person(rng: Random, phone: Phone) -> Row:
    bad = rng.random() < _BAD_PHONE_SHARE
    return {
        "phone": rng.choice(_BAD_PHONES) if bad else phone(rng),
        "name": f"{rng.choice(_FIRST)} {rng.choice(_LAST)}",
        "external_id": f"C{rng.randrange(10**8):08}",
        "state": "blacklisted" if rng.random() < _BLACKLISTED_SHARE else "initial",
    }
