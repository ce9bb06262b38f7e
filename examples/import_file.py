#!/usr/bin/env python3
"""Imports a file into a register of Utblick, as another system does: with a client's own credentials.

    export UTBLICK_URL=https://utblick.example.se UTBLICK_CLIENT_ID=... UTBLICK_CLIENT_SECRET=...
    python3 import_file.py projects.csv projects            # checks, and writes nothing
    python3 import_file.py projects.csv projects apply      # writes all rows, or none

It needs Python 3.9 or later and nothing else. Exit codes: 0 all rows are fine, 1 refused or rows with faults, 2 wrong usage.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

API = "/international-strategy/v1"
# Seconds before a token ends at which another is asked for.
MARGIN = 60


class Refused(Exception):
    """What the service answers otherwise than with success, in its own words (RFC 9457)."""


class Utblick:
    """The service, signed in to as a client; a token is renewed before it ends."""

    def __init__(self, url, client_id, client_secret):
        self.base = url.rstrip("/") + API
        self.credentials = {"client_id": client_id, "client_secret": client_secret}
        self.token = None
        self.token_ends = 0.0

    def call(self, method, path, body=None, headers=None):
        """Sends a request; gives the JSON of its answer."""
        signed = {"Authorization": "Bearer " + self.sign_in(), "Accept-Language": "en"}
        return self.send(method, path, body, {**signed, **(headers or {})})

    def sign_in(self):
        """A token that is good for a while yet."""
        if time.monotonic() > self.token_ends - MARGIN:
            form = urllib.parse.urlencode({"grant_type": "client_credentials", **self.credentials}).encode()
            answer = self.send("POST", "/tokens", form, {"Content-Type": "application/x-www-form-urlencoded"})
            self.token = answer["access_token"]
            self.token_ends = time.monotonic() + answer["expires_in"]
        return self.token

    def send(self, method, path, body, headers):
        """Sends a request as it is."""
        request = urllib.request.Request(self.base + path, data=body, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            problem = error.read().decode("utf-8", "replace")
            try:
                problem = json.loads(problem)["detail"]
            except (ValueError, KeyError, TypeError):
                pass
            raise Refused(f"{error.code}: {problem}") from error


def import_file(utblick, path, resource, mode):
    """Sends a file and waits for the end of its import."""
    query = urllib.parse.urlencode({"resource": resource, "mode": mode})
    # Sent from the disk, not from memory: it may have 200 MB.
    headers = {"Content-Type": "application/octet-stream", "Content-Length": str(os.path.getsize(path)), "Prefer": "wait=20"}
    with open(path, "rb") as file:
        done = utblick.call("POST", f"/imports?{query}", file, headers)
    while done["finishedAt"] is None:
        time.sleep(1)
        done = utblick.call("GET", f"/imports/{done['id']}")
    return done


def faults(utblick, done):
    """Every fault of every row, page by page."""
    page = 1
    while True:
        rows = utblick.call("GET", f"/imports/{done['id']}/rows?action=error&limit=100&page={page}")
        for row in rows["items"]:
            for fault in row["faults"]:
                yield row["row"], fault
        if "next" not in rows["_links"]:
            return
        page += 1


def main(arguments):
    """Does what the command line says; gives the exit code."""
    settings = [os.environ.get(name) for name in ("UTBLICK_URL", "UTBLICK_CLIENT_ID", "UTBLICK_CLIENT_SECRET")]
    if len(arguments) not in (2, 3) or arguments[2:] not in ([], ["check"], ["apply"]) or not all(settings):
        print(__doc__, file=sys.stderr)
        return 2
    path, resource, *mode = arguments
    utblick = Utblick(*settings)
    try:
        done = import_file(utblick, path, resource, mode[0] if mode else "check")
        print(", ".join(f"{name} {count}" for name, count in done["counts"].items()))
        for row, fault in faults(utblick, done):
            print(f"row {row}, {fault['field']}, {fault['seen']!r}: {fault['reason']}. {fault['advice']}", file=sys.stderr)
    except (Refused, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if done["state"] == "finished" and done["counts"]["error"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
