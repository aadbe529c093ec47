"""A visitor of the deployed site: asks for addresses as a browser does, and follows no redirect by itself."""

import http.client
import os
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT = 20


@dataclass(frozen=True)
class Answer:
    """What came back; header names in small letters."""

    status: int
    headers: dict
    body: bytes


def ask(url, method="GET", headers=None, body=None):
    """One request. An emulation of AWS answers for every host at its own address (AWS_ENDPOINT_URL), without TLS."""
    asked = urlsplit(url)
    headers = {"Host": asked.netloc} | (headers or {})
    emulation = os.environ.get("AWS_ENDPOINT_URL")
    if emulation:
        there = urlsplit(emulation)
        connection = http.client.HTTPConnection(there.hostname, there.port, timeout=TIMEOUT)
        headers["X-Forwarded-Proto"] = "https"
    else:
        connection = http.client.HTTPSConnection(asked.netloc, timeout=TIMEOUT)
    try:
        path = (asked.path or "/") + (f"?{asked.query}" if asked.query else "")
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, answer.read())
    finally:
        connection.close()


def ask_until(url, status, patience, **how):
    """The same until the status comes, or the last answer: names and caches take a while to be known everywhere."""
    end = time.monotonic() + patience
    while True:
        try:
            answer = ask(url, **how)
        except OSError as error:
            answer = Answer(0, {}, str(error).encode())
        if answer.status == status or time.monotonic() > end:
            return answer
        time.sleep(1)
