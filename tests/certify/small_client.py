"""A small client, run as a process: `small_client.py WAY`. Which ways there are, `main` says."""

import json
import os
import subprocess
import sys
import time
from base64 import b64encode
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

BASE = os.environ.get("FHIR_BASE_URL", "")
TOKEN = os.environ.get("ACCESS_TOKEN", "")
FINAL = {401, 403, 404, 422}
AN_HOUR = 3600.0


def ask(address: str, token: str = TOKEN) -> tuple[int, dict[str, object], float]:
    """Return status, body and announced wait of one request."""
    request = Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - it is the sandbox's
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
            return answer.status, json.load(answer), 0
    except HTTPError as error:
        return error.code, {}, float(error.headers.get("Retry-After") or 0.5)


def fetch(*, wait: bool) -> int:
    """Fetch until there is data, or none to be had; return an exit status."""
    while True:
        status, _, announced = ask(f"{BASE}/Procedure")
        if status == 200:
            return 0
        if status in FINAL or announced > AN_HOUR:
            return 1
        if wait:
            time.sleep(announced)


def refreshed() -> str:
    """Return the next access token, for the refresh token of the environment."""
    keys = f"{os.environ['CLIENT_ID']}:{os.environ['CLIENT_SECRET']}".encode()
    form = urlencode({"grant_type": "refresh_token", "refresh_token": os.environ["REFRESH_TOKEN"]}).encode()
    login = {"Authorization": f"Basic {b64encode(keys).decode()}"}
    request = Request(os.environ["TOKEN_URL"], form, login)  # noqa: S310 - it is the sandbox's
    with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
        return str(json.load(answer)["access_token"])


def refreshing() -> int:
    """Fetch, with a new token where the first one has ended; return an exit status."""
    status, _, _ = ask(f"{BASE}/Procedure")
    if status == 401:
        status, _, _ = ask(f"{BASE}/Procedure", refreshed())
    return int(status != 200)


def left_behind() -> int:
    """Start a process that leaves the group and stays, say its id, and end."""
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    child = subprocess.Popen(sleeper, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print(child.pid)
    child.returncode = 0  # so that Python does not warn of it
    return fetch(wait=True)


def main(way: str) -> int:
    """Behave in a way; return the exit status."""
    if way == "silent":
        print("nothing to do")
    elif way == "loud":
        for number in range(20_000):
            print(f"line {number} \x1b[31mred\x1b[0m")
    elif way == "asleep":
        ask(f"{BASE}/Procedure")
        print(os.getpid(), flush=True)
        time.sleep(600)
    if way in {"silent", "loud"}:
        return 0
    if way in {"liar", "two"}:
        ask(f"{BASE}/Procedure")
        if way == "two":
            ask(f"{BASE}/Patient")
        return 0
    if way == "refreshing":
        return refreshing()
    if way == "daemon":
        return left_behind()
    return fetch(wait=way != "hasty")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
