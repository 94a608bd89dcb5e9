"""Time zones by the names that people use: zones of Indonesia, cities, offsets from UTC."""

import re
from functools import cache
from zoneinfo import available_timezones

from bot.errors import BadTimeZone

ZONE_ALIASES = {
    "wib": "Asia/Jakarta",
    "wita": "Asia/Makassar",
    "wit": "Asia/Jayapura",
}
"""The usual names of Indonesia's three time zones."""

_CITIES = {
    "Asia/Jakarta": (
        "aceh banda_aceh medan padang pekanbaru batam jambi palembang bengkulu lampung "
        "bandar_lampung pangkalpinang serang tangerang bekasi depok bogor bandung cirebon semarang "
        "solo surakarta yogyakarta jogja jogjakarta surabaya malang palangkaraya jawa sumatra"
    ),
    "Asia/Makassar": (
        "denpasar bali mataram lombok kupang banjarmasin banjarbaru balikpapan samarinda tarakan "
        "ujung_pandang palu kendari gorontalo manado mamuju sulawesi"
    ),
    "Asia/Jayapura": "ambon maluku ternate sofifi sorong manokwari nabire merauke timika papua",
    "Asia/Singapore": "singapura",
    "Asia/Riyadh": "mekkah mekah madinah mecca medina jeddah",
    "Asia/Tokyo": "jepang japan",
    "Asia/Hong_Kong": "hongkong",
    "America/New_York": "washington washington_dc",
    "America/Los_Angeles": "san_francisco",
    "Europe/London": "inggris england",
    "Europe/Amsterdam": "belanda",
}
"""Cities and regions that the zone database does not name, or not as readers do."""

_NO_ZONES = frozenset({"localtime", "posixrules", "factory"})
_OFFSET = re.compile(r"(?:utc|gmt)?([+−–-])([0-9]{1,2})(?::?00)?")
_FIXED = re.compile(r"Etc/GMT([+-])([0-9]+)")


def zone_key(name: str) -> str:
    """Return the key of a zone in the zone database; raises BadTimeZone.

    The name may be a key in any case, an alias, a city, or an offset such as ``UTC+7``. The first
    call reads the zone database.
    """
    wanted = re.sub(r"[\s_]+", "_", name.strip().casefold())
    if offset := _OFFSET.fullmatch(wanted.replace("_", "")):
        # POSIX counts west of Greenwich: Etc/GMT-7 is seven hours ahead of UTC.
        sign = "-" if offset[1] == "+" else "+"
        wanted = f"etc/gmt{sign}{int(offset[2])}"
    try:
        return _keys()[wanted]
    except KeyError:
        raise BadTimeZone(name) from None


def zone_label(key: str) -> str:
    """Return a zone's name as readers write it: ``WIB``, ``UTC+7``, ``Asia/Tokyo``."""
    aliases = {zone: alias.upper() for alias, zone in ZONE_ALIASES.items()}
    if fixed := _FIXED.fullmatch(key):
        return f"UTC{'+' if fixed[1] == '-' else '−'}{fixed[2]}"
    return aliases.get(key, key)


@cache
def _keys() -> dict[str, str]:
    zones = sorted(zone for zone in available_timezones() if zone.casefold() not in _NO_ZONES)
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in zones if "/" in zone}
    listed = {city: zone for zone, names in _CITIES.items() for city in names.split()}
    return cities | {zone.casefold(): zone for zone in zones} | listed | ZONE_ALIASES
