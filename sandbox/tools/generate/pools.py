"""What are people, streets and towns called? Pools of names that faker makes once for a seed; charts draw from them.

faker is slow and changes what it says from release to release. So it is asked once, on instances of its own with a seed
of their own, and the extra `data` names its exact release: the same seed and version give the same bytes.
"""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from dataclasses import dataclass

from faker import Faker

from sandbox.seed import Seed

_SIZE = 240


@dataclass(frozen=True, slots=True)
class Tongue:
    """How people of one language are called."""

    language: str
    families: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pools:
    """Everything to draw names from; `tongues` as often as each is heard."""

    tongues: tuple[Tongue, ...]
    streets: tuple[str, ...]
    towns: tuple[str, ...]


def fill(chance: Seed) -> Pools:
    """Return the pools of a seed."""
    found: list[Tongue] = []
    for locale, (weight, language) in _TONGUES.items():
        fake = Faker(locale, providers=["faker.providers.person"])
        fake.seed_instance(chance.stream(f"names/{locale}").getrandbits(32))
        tongue = Tongue(
            language=language,
            families=tuple(fake.last_name() for _ in range(_SIZE)),
            women=tuple(fake.first_name_female() for _ in range(_SIZE)),
            men=tuple(fake.first_name_male() for _ in range(_SIZE)),
        )
        found += [tongue] * weight
    fake = Faker("en_US", providers=["faker.providers.person", "faker.providers.address"])
    fake.seed_instance(chance.stream("places").getrandbits(32))
    return Pools(
        tongues=tuple(found),
        streets=tuple(fake.street_name() for _ in range(_SIZE)),
        towns=tuple(fake.city() for _ in range(_SIZE)),
    )


# Columns: locale of faker, then of a hundred people how many, and their language.
# fmt: off
_TONGUES: dict[str, tuple[int, str]] = {
    "en_US": (69, "en"),
    "es_MX": (14, "es"),
    "de_DE": ( 3, "en"),
    "vi_VN": ( 3, "vi"),
    "zh_CN": ( 3, "zh"),
    "ja_JP": ( 2, "ja"),
    "ru_RU": ( 2, "ru"),
    "ar_AA": ( 2, "ar"),
    "el_GR": ( 1, "el"),
    "hi_IN": ( 1, "hi"),
}
# fmt: on
