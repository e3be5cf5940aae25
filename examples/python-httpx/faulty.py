"""Fetch a patient's Procedures, and retry as many first drafts do: at once, and whatever the answer was.

What is wrong with it: the announced wait is not read, a 422 and a 401 are retried, and nothing is bounded by time.
"""

import os
import sys

import httpx

ATTEMPTS = 12

with httpx.Client(
    base_url=os.environ["FHIR_BASE_URL"], headers={"Authorization": f"Bearer {os.environ['ACCESS_TOKEN']}"}
) as http:
    for _ in range(ATTEMPTS):
        try:
            answer = http.get("/Procedure", params={"_count": "50"})
        except httpx.TransportError:
            continue
        if answer.is_success:
            print(len(answer.json().get("entry", [])), "procedures")
            sys.exit(0)
    sys.exit("no data")
