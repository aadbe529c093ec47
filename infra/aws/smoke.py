"""Whether what was deployed works, seen from outside: a page with its headers, the form, and an application that is
stored. The application is marked as a robot's, so that nobody is written to or calls; then it is erased with all that
belongs to it."""

import json
import os
from urllib.parse import unquote

from boto3.dynamodb.types import TypeDeserializer

from trouble import Trouble
from visitor import ask, ask_until

# SES's own address for trying: a message to it is delivered to nobody, and is no bounce.
EMAIL = "success@simulator.amazonses.com"
BY_KIND = {
    "name": "Essai de mise en ligne",
    "phone": "819 555-0100",
    "email": EMAIL,
    "long-text": "Essai de mise en ligne, effacé aussitôt. Trial of a deployment, erased at once.",
    "tick": "true",
}
# The field that people do not see: who fills it in is taken for a robot.
AS_A_ROBOT = {"website": "essai"}

FORM = "/api/fr/application"


def try_out(client, outputs, release):
    """All of it, or trouble. `client` makes AWS's clients."""
    patience = 0 if in_emulation() else 120
    key = client("secretsmanager").get_secret_value(SecretId=outputs["OriginKey"])["SecretString"]
    as_cloudfront = {"x-origin-key": key}
    # CloudFront's own name answers before the domain's record is made.
    address, api = f"https://{outputs['SiteHost']}", outputs["ApiAddress"]
    site(address, release.headers(), release.redirects(), patience)
    health(api, as_cloudfront, patience)
    closed(api)
    starts(client("lambda"), outputs["NotifyFunction"])
    if in_emulation():
        print("smoke: CloudFront to the gateway is not in this emulation; each was tried by itself")
        reference = application(api, release.form(), as_cloudfront)
    else:
        health(address, patience=patience)
        reference = application(address, release.form())
    if reference is None:
        print("smoke: applications are closed, so none was sent")
        return
    items = erase(client("dynamodb"), outputs["Table"], reference)
    expect("APPLICATION" in items, f"the application {reference} was confirmed and is not in the table")
    expect(items["APPLICATION"]["suspect"], f"the application {reference} is not marked as a robot's")
    print(f"smoke: the site, the form and the test application {reference}, now erased: all well")


def in_emulation():
    """There, CloudFront does not reach the gateway: the two are tried apart."""
    return "AWS_ENDPOINT_URL" in os.environ


def site(address, headers, redirects, patience):
    """The home page comes with the build's headers; an old address leads on."""
    home = ask_until(f"{address}/", 200, patience)
    expect(home.status == 200, f"{address}/ answers {home.status} and not 200")
    wrong = [name for name, value in headers.items() if home.headers.get(name) != value]
    expect(not wrong, f"{address}/ comes without the build's {', '.join(wrong)}")
    for row in redirects[:1]:
        old = ask_until(address + row["from"], 301, patience)
        leads = unquote(old.headers.get("location", "nowhere"))
        expect(leads == unquote(row["to"]), f"{row['from']} should lead to {row['to']}, and leads to {leads}")


def leads_to(domain, site):
    """Whether the domain shows the site yet."""
    try:
        return ask(f"{domain}/").body == ask(f"{site}/").body
    except OSError:
        return False


def health(address, headers=None, patience=0):
    answer = ask_until(f"{address}/api/health", 200, patience, headers=headers)
    expect(answer.status == 200, f"{address}/api/health answers {answer.status} and not 200")


def closed(address):
    """The gateway's own address is for CloudFront alone."""
    answer = ask(f"{address}/api/health")
    told = f"{address} answers {answer.status} to everybody, and only CloudFront should reach it"
    expect(answer.status in (401, 403), told)


def starts(functions, name):
    """A function of the table's stream starts and has nothing to do."""
    answer = functions.invoke(FunctionName=name, Payload=json.dumps({"Records": []}))
    expect("FunctionError" not in answer, f"{name} does not start; its log says why")


def application(address, form, headers=None, answers=AS_A_ROBOT):
    """Sends the test application; its reference, or None while applications are closed. What is to be answered,
    the form says: a question that is missing is answered by its kind."""
    answers = dict(answers)
    kinds = {field["key"]: field["kind"] for part in form["parts"] for field in part["fields"]}
    json_both = {"Content-Type": "application/json", "Accept": "application/json"}
    # A question may bring another; there are no more rounds than questions.
    for _ in kinds:
        sent = ask(address + FORM, "POST", json_both | (headers or {}), json.dumps(answers))
        if sent.status != 422:
            break
        for error in json.loads(sent.body)["errors"]:
            expect(error["field"] in kinds, f"the form refuses the test application: {error['message']}")
            answers[error["field"]] = answer(kinds[error["field"]])
    if sent.status == 403:
        return None
    expect(sent.status == 201, f"the form answers {sent.status} to the test application and not 201")
    return json.loads(sent.body)["reference"]


def answer(kind):
    """Something that a question of this kind takes."""
    choices = [choice["value"] for choice in kind.get("choices", []) if choice["accepting"] == {"open": True}]
    if kind["type"] == "one-of":
        return choices[0]
    return choices[:1] if kind["type"] == "several-of" else BY_KIND[kind["type"]]


def erase(dynamodb, table, reference):
    """Deletes the record, what happened to it and its contacts' notes, unless they are another application's. What
    was there, by sort key."""
    pk = f"APPLICATION#{reference}"
    found = dynamodb.query(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": pk}},
        ConsistentRead=True,
    )["Items"]
    items = {item["sk"]["S"]: plain(item) for item in found}
    for sk in items:
        dynamodb.delete_item(TableName=table, Key={"pk": {"S": pk}, "sk": {"S": sk}})
    for code in items.get("APPLICATION", {}).get("contacts", []):
        try:
            dynamodb.delete_item(
                TableName=table,
                Key={"pk": {"S": f"CONTACT#{code}"}, "sk": {"S": "CONTACT"}},
                ConditionExpression="#reference = :ours",
                ExpressionAttributeNames={"#reference": "reference"},
                ExpressionAttributeValues={":ours": {"S": reference}},
            )
        except dynamodb.exceptions.ConditionalCheckFailedException:
            pass
    return items


def plain(item):
    deserialize = TypeDeserializer().deserialize
    return {name: deserialize(value) for name, value in item.items()}


def expect(is_so, otherwise):
    if not is_so:
        raise Trouble(f"The smoke test failed: {otherwise}.")
