"""Which Procedures do the tests of paging walk through? More than a page, full of ties, with their plain orders."""

import json
from typing import Any

MOMENTS = ("2024-01-01T00:00:00Z", "2024-01-01T00:00:01.5Z", "2024-03-01T00:00:00Z", "2024-03-01T00:00:00+02:00")
DATES = ("2020", "2019-05", "2019-05-01", None, "2021-12-31T23:59:59Z")


def _procedure(number: int) -> dict[str, Any]:
    date = DATES[number * 3 % len(DATES)]
    return {
        "resourceType": "Procedure",
        "id": f"p{number * 37 % 101}",
        "meta": {"versionId": "1", "lastUpdated": MOMENTS[number % len(MOMENTS)]},
        "status": ("completed", "stopped", "on-hold")[number % 3],
        **({"performedDateTime": date} if date else {}),
    }


MANY = [_procedure(number) for number in range(53)]
LINES = [json.dumps(procedure) for procedure in MANY]
AGES = dict(zip(MOMENTS, (1, 2, 4, 3), strict=True))  # the zone makes the last moment older than the third

# The same orders, said by a plain sort over the JSON; a missing date is last either way, ties go by id.
ORDERS = {
    "": sorted(MANY, key=lambda one: (-AGES[one["meta"]["lastUpdated"]], one["id"])),
    "_lastUpdated": sorted(MANY, key=lambda one: (AGES[one["meta"]["lastUpdated"]], one["id"])),
    "-_lastUpdated": sorted(MANY, key=lambda one: (-AGES[one["meta"]["lastUpdated"]], one["id"])),
    "_id": sorted(MANY, key=lambda one: one["id"]),
    "-_id": sorted(MANY, key=lambda one: one["id"], reverse=True),
    "status": sorted(MANY, key=lambda one: (one["status"], one["id"])),
}
UP = {"2019-05": 1, "2019-05-01": 1, "2020": 2, "2021-12-31T23:59:59Z": 3, None: 4}
DOWN = {"2021-12-31T23:59:59Z": 1, "2020": 2, "2019-05": 3, "2019-05-01": 4, None: 5}
ORDERS["date"] = sorted(MANY, key=lambda one: (UP[one.get("performedDateTime")], one["id"]))
ORDERS["-date"] = sorted(MANY, key=lambda one: (DOWN[one.get("performedDateTime")], one["id"]))
ORDERS["status,-date"] = sorted(MANY, key=lambda one: (one["status"], DOWN[one.get("performedDateTime")], one["id"]))
