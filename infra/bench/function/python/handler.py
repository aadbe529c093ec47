"""The peer in Python: the same checks and the same put as form-fn, written as one would for Lambda: one
client outside the handler, the form read once, nothing more than an application needs."""

import base64
import hashlib
import hmac
import json
import os
import re
import unicodedata
from calendar import monthrange
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

with open(os.path.join(os.environ["BUNDLE"], "bundle.json"), encoding="utf-8") as file:
    BUNDLE = json.load(file)
FORM, SETTINGS = BUNDLE["form"], BUNDLE["settings"]
FIELDS = [field for part in FORM["parts"] for field in part["fields"]]
KEYS = {field["key"] for field in FIELDS}
CONTROLS = {"form_version", "notice_version", "opportunity", "website", "_seconds", "_action"}
KEY = os.environ["REFERENCE_KEY"].encode()
QUEBEC = ZoneInfo("America/Toronto")
CLIENT = boto3.client("dynamodb", config=Config(
    connect_timeout=1, read_timeout=1.5, retries={"mode": "standard", "total_max_attempts": 3}))

INVISIBLE = " \t\n\r\v\f\x85\xa0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202e\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff"
EDGES = re.compile(f"^[{INVISIBLE}]+|[{INVISIBLE}]+$")
EXTENSION = re.compile(r"([^;pex#]*?)[\s,;]*(?:(?:;ext=|poste|extension|ext\.?|x|#)[\s.:]*([0-9]{1,6})[\s.:]*)?")
NUMBER = re.compile(r"\s*\+?[0-9\s.()\u2010-\u2015\u2212-]*")
NATIONAL = re.compile(r"[2-9][0-9]{2}[2-9][0-9]{6}")
EMAIL = re.compile(r"[^\s@.,\"]+(\.[^\s@.,\"]+)*@([\w-]+\.)+[\w-]+")


class Broken(Exception):
    """A rule is broken; its code is the argument."""


def line(raw):
    return EDGES.sub("", unicodedata.normalize("NFC", raw))


def single(values):
    if len(values) > 1:
        raise Broken("repeated")
    return values[0] if values else ""


def written(text, least, most, allowed):
    if any(unicodedata.category(c) == "Cc" and c not in allowed for c in text):
        raise Broken("control_characters")
    if len(text) < least:
        raise Broken("too_short")
    if len(text) > most:
        raise Broken("too_long")
    return text


def phone(text):
    match = EXTENSION.fullmatch(text.lower())
    if not match or not NUMBER.fullmatch(match[1]):
        raise Broken("format")
    digits = re.sub(r"[^0-9]", "", match[1])
    national = digits[1:] if digits.startswith("1") else digits
    if not NATIONAL.fullmatch(national) or ("+" in match[1] and national == digits):
        raise Broken("format")
    return f"+1{national}" + (f";ext={match[2]}" if match[2] else "")


def offered(value, choices, day):
    choice = next((choice for choice in choices if choice["value"] == value), None)
    if choice is None:
        raise Broken("invalid")
    accepting = choice["accepting"]
    if accepting.get("open") is False or day < accepting.get("closed_until", ""):
        raise Broken("closed")
    return value


def read(kind, values, day):
    of = kind["type"]
    if of == "several-of":
        chosen = {offered(value, kind["choices"], day) for value in map(line, values) if value}
        if kind.get("max") and len(chosen) > kind["max"]:
            raise Broken("too_many")
        return sorted(chosen) or None
    text = single(values)
    if of in ("tick", "consent"):
        word = text.strip().lower()
        if word in ("true", "on", "yes", "1"):
            return True
        if word in ("", "false", "off", "no", "0"):
            return None
        raise Broken("invalid")
    text = line(text.replace("\r\n", "\n").replace("\r", "\n") if of == "long-text" else text)
    if not text:
        return None
    if of == "name":
        return written(text, 0, kind["max"], "")
    if of == "long-text":
        return written(text, kind["min"], kind["max"], "\n\t")
    if of == "phone":
        return phone(text)
    if of == "one-of":
        return offered(text, kind["choices"], day)
    if len(text.encode()) > kind["max"]:
        raise Broken("too_long")
    if not EMAIL.fullmatch(text):
        raise Broken("format")
    return text


def holds(condition, answers):
    if "ticked" in condition:
        return answers.get(condition["ticked"]["field"]) is True
    answer = answers.get(condition["chosen"]["field"])
    given = answer if isinstance(answer, list) else [answer]
    return any(value in condition["chosen"]["any_of"] for value in given)


def missing(field, answers):
    requirement = field["requirement"]
    if field["key"] in answers or requirement == "never":
        return None
    if requirement == "always":
        return "required"
    return next((trigger["code"] for trigger in requirement["when"] if holds(trigger["condition"], answers)), None)


def validate(posted, day):
    answers, broken, asked = {}, {}, []
    for field in FIELDS:
        if field["shown_when"] and not holds(field["shown_when"], answers):
            continue
        asked.append(field)
        try:
            answer = read(field["kind"], posted.get(field["key"], []), day)
            if answer is not None:
                answers[field["key"]] = answer
        except Broken as error:
            broken[field["key"]] = error.args[0]
    errors = []
    for field in asked:
        code = broken.get(field["key"]) or missing(field, answers)
        if code:
            errors.append({"field": field["key"], "code": code})
    errors += [{"field": key, "code": "unknown_field"} for key in posted if key not in KEYS | CONTROLS]
    return answers, errors


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def evened(answer):
    return " ".join(answer.split()) if isinstance(answer, str) else answer


def code(purpose, message):
    return hmac.digest(KEY, purpose + b"\0" + message, "sha256")


def contacts(answers):
    phone, email = (answers.get(FORM["roles"].get(role)) for role in ("phone", "email"))
    if phone:
        yield code(b"contact phone", phone.encode()).hex()
    if email:
        yield code(b"contact email", email.lower().encode()).hex()


def reference(digest, n):
    bits = int.from_bytes(code(b"reference", digest + n.to_bytes(4, "big"))[:8], "big")
    numbers = [bits >> shift & 31 for shift in range(59, 24, -5)]
    check = 0
    for digit in reversed(numbers):
        doubled = (check ^ digit) << 1
        check = doubled ^ 37 if doubled & 32 else doubled
    text = "".join(ALPHABET[number] for number in [*numbers, check])
    return f"{text[:4]}-{text[4:]}"


def value(plain):
    if isinstance(plain, bool):
        return {"BOOL": plain}
    if isinstance(plain, str):
        return {"S": plain}
    if isinstance(plain, int):
        return {"N": str(plain)}
    if isinstance(plain, list):
        return {"L": [value(inner) for inner in plain]}
    return {"M": {key: value(inner) for key, inner in plain.items()}}


def record(answers, posted, lang, digest, now):
    received_at = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    here = now.astimezone(QUEBEC)
    months = now.month - 1 + SETTINGS["retention"]["unanswered_months"]
    year, month = now.year + months // 12, months % 12 + 1
    until = now.replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))
    seconds = posted.get("_seconds", ["60"])[0]
    consents = {
        field["key"]: {
            "given_at": received_at,
            "text_version": hashlib.sha256(json.dumps(field["label"]).encode()).hexdigest()[:16],
        }
        for field in FIELDS if field["kind"]["type"] == "consent" and field["key"] in answers
    }
    return {
        "digest": digest.hex(),
        "form_version": FORM["version"],
        "notice_version": FORM["notice_version"],
        "build": BUNDLE["build"],
        "lang": lang,
        "received_at": received_at,
        "contact_by": str(here.date() + timedelta(days=SETTINGS["reply_within_days"])),
        "stage": "received",
        "suspect": any(posted.get("website", [])) or (seconds.isdigit() and int(seconds) < 4),
        "answers": answers,
        "consents": consents,
        "contacts": list(contacts(answers)),
        "destroy_after": int(until.timestamp()),
    }


def put(item, condition, **values):
    """Puts an item unless the condition is against it; then what was there."""
    try:
        CLIENT.put_item(
            TableName=os.environ["TABLE_NAME"], Item=value(item)["M"], ConditionExpression=condition,
            ReturnValuesOnConditionCheckFailure="ALL_OLD", **values)
        return None
    except CLIENT.exceptions.ConditionalCheckFailedException as error:
        return error.response.get("Item", {})


def earlier(named):
    """The earlier application with one of the same contacts, if there is one. Not to know it is no reason to fail."""
    found = None
    try:
        for contact in named["contacts"]:
            note = {"pk": f"CONTACT#{contact}", "sk": "CONTACT"}
            note |= {key: named[key] for key in ("reference", "digest", "destroy_after")}
            there = put(note, "attribute_not_exists(pk) OR digest = :digest",
                        ExpressionAttributeValues={":digest": {"S": named["digest"]}})
            found = found or (there or {}).get("reference", {}).get("S")
    except (BotoCoreError, ClientError) as error:
        print(type(error).__name__)
    return found


def store(item, digest):
    for n in range(8):
        named = {**item, "reference": reference(digest, n)}
        duplicate = earlier(named)
        whole = {**named, "pk": f"APPLICATION#{named['reference']}", "sk": "APPLICATION"}
        if duplicate:
            whole["possible_duplicate_of"] = duplicate
        there = put(whole, "attribute_not_exists(pk)")
        if there is None:
            return named
        if there.get("digest", {}).get("S") == named["digest"]:
            return {**named, "contact_by": there["contact_by"]["S"]}
    raise RuntimeError("no_free_reference")


def handler(event):
    headers = {**dict(SETTINGS["headers"]), "cache-control": "no-store"}
    lang = event["rawPath"].split("/")[2]
    body = event["body"]
    if event["isBase64Encoded"]:
        body = base64.b64decode(body).decode()
    posted = {}
    for key, text in parse_qsl(body, keep_blank_values=True):
        posted.setdefault(key, []).append(text)
    now = datetime.now(timezone.utc)
    answers, errors = validate(posted, str(now.astimezone(QUEBEC).date()))
    if errors:
        headers["content-type"] = "application/json"
        return {"statusCode": 422, "headers": headers, "body": json.dumps({"errors": errors})}
    canonical = {"form": "application", "opportunity": None, "answers": {key: evened(answers[key]) for key in sorted(answers)}}
    canonical = json.dumps(canonical, ensure_ascii=False, separators=(",", ":")).encode()
    digest = code(b"digest", canonical)
    stored = store(record(answers, posted, lang, digest, now), digest)
    headers["location"] = f"/api/{lang}/application/{stored['reference']}?contact_by={stored['contact_by']}"
    print(json.dumps({"outcome": "stored", "status": 303}), flush=True)
    return {"statusCode": 303, "headers": headers, "body": ""}
