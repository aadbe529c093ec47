"""The stack, deployed to an emulation of AWS and driven there: infra/aws/emulator python3 -m unittest test_stack

PACKAGED names what infra/aws/package made. The functions are the real binaries; permissions are enforced.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from zipfile import ZipFile

# First: it makes boto3 importable.
from emulated import REGION, as_cloudfront, before_long, client, described, let_send, outputs_of, parameters_of, role_of

import smoke
from visitor import ask

HERE = Path(__file__).resolve().parent

# What the tests of this file start from: the packaged site with an old address, deployed once.
dist = None
outputs = None


def setUpModule():
    global dist, outputs
    if "AWS_ENDPOINT_URL" not in os.environ or "PACKAGED" not in os.environ:
        raise RuntimeError("run it with PACKAGED=… infra/aws/emulator, as infra/test does")
    folder = Path(unittest.enterModuleContext(tempfile.TemporaryDirectory()))
    dist = folder / "dist"
    shutil.copytree(os.environ["PACKAGED"], dist)
    old = dist / "public/ancienne-adresse/index.html"
    old.parent.mkdir()
    old.write_text("<!doctype html><title>Nouvelle adresse</title>")
    to = {"from": "/ancienne-adresse/", "to": "/devenir-partenaire/", "status": 301}
    (dist / "redirects.json").write_text(json.dumps([to]))
    deploy()
    outputs = outputs_of("partenaires")


def deploy(*options, fails=False, built=True):
    """Runs it as an operator does; what it said."""
    command = [HERE / "deploy", *(["--built", dist] if built else []), *options]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True)
    said = done.stdout + done.stderr
    if (done.returncode != 0) != fails:
        raise AssertionError(f"deploy {options} ended with {done.returncode}:\n{said}")
    return said


class TheSite(unittest.TestCase):
    """From CloudFront, which reads it from S3."""

    def visit(self, path):
        return ask(outputs["SiteAddress"] + path)

    def test_pages_come_with_the_builds_headers(self):
        headers = json.loads((dist / "headers.json").read_text())
        for path, title in [("/", b"<html lang=\"fr-CA\""), ("/en/", b"<html lang=\"en-CA\"")]:
            page = self.visit(path)
            self.assertEqual(page.status, 200)
            self.assertIn(title, page.body)
            self.assertEqual(headers, {name: page.headers.get(name) for name in headers})
            self.assertEqual(page.headers["content-type"], "text/html; charset=utf-8")
            self.assertIn("max-age=60", page.headers["cache-control"])

    def test_an_address_without_its_slash_leads_to_the_one_with_it(self):
        page = self.visit("/etapes")
        self.assertEqual((page.status, page.headers["location"]), (301, "/etapes/"))
        self.assertEqual(self.visit("/etapes/").status, 200)

    def test_no_address_leads_to_another_host(self):
        for path in ["//evil.example/x", "/\\evil.example/x", "///evil/x"]:
            location = self.visit(path).headers["location"]
            self.assertRegex(location, r"^/[^/\\]")

    def test_an_old_address_leads_to_the_page(self):
        page = self.visit("/ancienne-adresse/")
        self.assertEqual((page.status, page.headers["location"]), (301, "/devenir-partenaire/"))
        self.assertNotIn("x-amz-meta-redirect", page.headers)
        self.assertEqual(self.visit("/devenir-partenaire/").status, 200)

    def test_files_have_their_types_and_what_is_fingerprinted_stays_for_ever(self):
        for path, kind in [
            ("/manifest.webmanifest", "application/manifest+json"),
            ("/atom.xml", "application/atom+xml; charset=utf-8"),
            ("/sitemap.xml", "application/xml"),
            ("/.well-known/security.txt", "text/plain; charset=utf-8"),
        ]:
            self.assertEqual(self.visit(path).headers["content-type"], kind)
        style = next((dist / "public/assets").glob("style.*.css"))
        sheet = self.visit(f"/assets/{style.name}")
        self.assertEqual(sheet.headers["content-type"], "text/css; charset=utf-8")
        self.assertEqual(sheet.headers["cache-control"], "public, max-age=31536000, immutable")
        self.assertEqual(sheet.body, style.read_bytes())

    def test_the_bucket_answers_nobody_else(self):
        for key in ["", "index.html"]:
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/{outputs['SiteBucket']}/{key}")
            self.assertEqual(refused.exception.code, 403)
            refused.exception.close()


class TheForm(unittest.TestCase):
    """From the gateway, through the real binary, into the table."""

    def setUp(self):
        self.table = outputs["Table"]
        self.form = json.loads((dist / "form-fn/bundle.json").read_text())["form"]

    def send(self):
        reference = smoke.application(outputs["ApiAddress"], self.form, as_cloudfront(outputs))
        self.addCleanup(smoke.erase, client("dynamodb"), self.table, reference)
        return reference

    def test_an_application_is_stored(self):
        reference = self.send()
        key = {"pk": {"S": f"APPLICATION#{reference}"}, "sk": {"S": "APPLICATION"}}
        record = smoke.plain(client("dynamodb").get_item(TableName=self.table, Key=key)["Item"])
        self.assertEqual(record["stage"], "received")
        self.assertTrue(record["suspect"])

    def test_what_is_destroyed_is_recoverable_for_as_long_as_the_privacy_page_says(self):
        retention = json.loads((dist / "form-fn/bundle.json").read_text())["settings"]["retention"]
        self.assertEqual(parameters_of("partenaires")["RecoveryDays"], str(retention["backup_days"]))

    def test_the_trail_is_kept_as_long_as_the_access_log_and_no_longer(self):
        retention = json.loads((dist / "form-fn/bundle.json").read_text())["settings"]["retention"]
        self.assertEqual(parameters_of("partenaires")["AccessTrailDays"], str(30 * retention["access_log_months"]))

    def test_every_request_for_the_table_is_trailed(self):
        trails = client("cloudtrail")
        [trail] = [it for it in trails.describe_trails()["trailList"] if it["Name"] == "partenaires-access"]
        self.assertEqual(trail["S3BucketName"], outputs["AccessTrailBucket"])
        self.assertTrue(trail["LogFileValidationEnabled"])
        self.assertTrue(trails.get_trail_status(Name=trail["TrailARN"])["IsLogging"])
        [selector] = trails.get_event_selectors(TrailName=trail["TrailARN"])["AdvancedEventSelectors"]
        watched = {field["Field"]: field["Equals"] for field in selector["FieldSelectors"]}
        table = client("dynamodb").describe_table(TableName=self.table)["Table"]["TableArn"]
        self.assertEqual(
            watched,
            {"eventCategory": ["Data"], "resources.type": ["AWS::DynamoDB::Table"], "resources.ARN": [table]},
        )

    def test_the_same_application_is_the_same_record(self):
        self.assertEqual(self.send(), self.send())

    def test_what_is_erased_is_gone_with_its_contacts(self):
        reference = smoke.application(outputs["ApiAddress"], self.form, as_cloudfront(outputs))
        smoke.erase(client("dynamodb"), self.table, reference)
        left = client("dynamodb").scan(TableName=self.table)["Items"]
        left = [smoke.plain(item) for item in left]
        self.assertEqual([item for item in left if item["sk"] in ("APPLICATION", "CONTACT")], [])

    def test_a_contact_that_another_application_had_first_stays_noted(self):
        dynamodb = client("dynamodb")
        reference = self.send()
        key = {"pk": {"S": f"APPLICATION#{reference}"}, "sk": {"S": "APPLICATION"}}
        code = smoke.plain(dynamodb.get_item(TableName=self.table, Key=key)["Item"])["contacts"][0]
        note = {"pk": {"S": f"CONTACT#{code}"}, "sk": {"S": "CONTACT"}}
        self.addCleanup(dynamodb.delete_item, TableName=self.table, Key=note)
        dynamodb.put_item(TableName=self.table, Item=note | {"reference": {"S": "ANOTHER"}})
        smoke.erase(dynamodb, self.table, reference)
        self.assertIn("Item", dynamodb.get_item(TableName=self.table, Key=note))

    def test_its_answers_carry_the_builds_headers(self):
        headers = json.loads((dist / "headers.json").read_text())
        form = {"Content-Type": "application/x-www-form-urlencoded"} | as_cloudfront(outputs)
        page = ask(f"{outputs['ApiAddress']}/api/fr/application", "POST", form, "first_name=Ana")
        self.assertEqual(page.status, 422)
        self.assertIn(b'value="Ana"', page.body)
        self.assertEqual(headers, {name: page.headers.get(name) for name in headers})

    def test_past_cloudfront_it_answers_nobody(self):
        for headers in [{}, {"x-origin-key": "guessed"}]:
            answer = ask(f"{outputs['ApiAddress']}/api/health", headers=headers)
            self.assertIn(answer.status, (401, 403))
        self.assertEqual(ask(f"{outputs['ApiAddress']}/api/health", headers=as_cloudfront(outputs)).status, 200)

    def test_the_access_log_has_neither_senders_nor_references(self):
        stage = client("apigatewayv2").get_stages(ApiId=outputs["ApiAddress"].split("//")[1].split(".")[0])
        log = stage["Items"][0]["AccessLogSettings"]["Format"]
        for told in ["identity", "sourceIp", "userAgent", "path"]:
            self.assertNotIn(told, log)


class Messages(unittest.TestCase):
    """What notify sends, from the table's stream through SES."""

    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(let_send(outputs))

    def setUp(self):
        bundle = json.loads((dist / "form-fn/bundle.json").read_text())
        self.mail = json.loads((dist / "form-fn" / bundle["files"]["mail"]).read_text())
        self.form = bundle["form"]

    def sent(self):
        """All messages that SES took, as the emulation lists them."""
        listed = urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/_ministack/ses/messages")
        return [message for account in json.loads(listed.read())["messages"].values() for message in account]

    def test_the_applicant_gets_a_receipt_and_the_programme_a_notice(self):
        answers = {self.form["roles"]["email"]: "ana@example.ca"}
        reference = smoke.application(outputs["ApiAddress"], self.form, as_cloudfront(outputs), answers)
        self.addCleanup(smoke.erase, client("dynamodb"), outputs["Table"], reference)
        for name in ["receipt", "notice"]:
            key = {"pk": {"S": f"APPLICATION#{reference}"}, "sk": {"S": f"MESSAGE#{name}"}}
            note = lambda key=key: client("dynamodb").get_item(TableName=outputs["Table"], Key=key).get("Item")
            self.assertEqual(smoke.plain(before_long(note) or {}).get("state"), "sent", name)
        to = sorted(address for message in self.sent() for address in message["To"])
        self.assertEqual(to, sorted(["ana@example.ca", self.mail["staff"]]))
        self.assertEqual({self.mail["from"]}, {message["Source"] for message in self.sent()})

    def test_it_may_send_for_our_domain_and_for_no_other(self):
        domain = self.mail["from"].rpartition("@")[2]
        there = {"RoleName": role_of(outputs["NotifyFunction"]), "PolicyName": "send-messages"}
        given = client("iam").get_role_policy(**there)["PolicyDocument"]
        for identity, decision in [(domain, "allowed"), ("example.com", "implicitDeny")]:
            judged = client("iam").simulate_custom_policy(
                PolicyInputList=[json.dumps(given)],
                ActionNames=["ses:SendEmail", "ses:SendRawEmail"],
                ResourceArns=[f"arn:aws:ses:{REGION}:000000000000:identity/{identity}"],
            )
            self.assertEqual({it["EvalDecision"] for it in judged["EvaluationResults"]}, {decision}, identity)

    def test_the_schedule_brings_the_digest(self):
        answer = client("lambda").invoke(FunctionName=outputs["NotifyFunction"], Payload=b"{}")
        self.assertNotIn("FunctionError", answer, answer["Payload"].read())
        # Other tests deploy systems of their own beside this one.
        scheduler = client("scheduler")
        names = [schedule["Name"] for schedule in scheduler.list_schedules()["Schedules"]]
        called = [scheduler.get_schedule(Name=name)["Target"]["Arn"].rpartition(":")[2] for name in names]
        self.assertEqual(called.count(outputs["NotifyFunction"]), 1, called)


class Permissions(unittest.TestCase):
    """What roles may do, shown by trying."""

    # Run as a function, under the role that is tried.
    TRY = """
import boto3, os

def handler(event, context):
    dynamodb, table = boto3.client("dynamodb"), os.environ["TABLE_NAME"]
    key = {"pk": {"S": "APPLICATION#X"}, "sk": {"S": "APPLICATION"}}
    item = lambda pk: {"pk": {"S": pk}, "sk": {"S": "TRY"}}
    tries = {
        "GetItem": lambda: dynamodb.get_item(TableName=table, Key=key),
        "Query": lambda: dynamodb.query(TableName=table, KeyConditionExpression="pk = :pk",
                                        ExpressionAttributeValues={":pk": key["pk"]}),
        "Scan": lambda: dynamodb.scan(TableName=table),
        "DeleteItem": lambda: dynamodb.delete_item(TableName=table, Key=key),
        "UpdateItem": lambda: dynamodb.update_item(TableName=table, Key=key),
        "PutItem": lambda: dynamodb.put_item(TableName=table, Item=item("APPLICATION#TRY")),
        "PutElsewhere": lambda: dynamodb.put_item(TableName=table, Item=item("DIGEST#TRY")),
        "PutReturning": lambda: dynamodb.put_item(TableName=table, Item=item("APPLICATION#TRY"), ReturnValues="ALL_OLD"),
        "DeleteContact": lambda: dynamodb.delete_item(TableName=table, Key=item("CONTACT#TRY")),
        "Transaction": lambda: dynamodb.transact_write_items(TransactItems=[
            {"Put": {"TableName": table, "Item": item("APPLICATION#TRY")}},
            {"Delete": {"TableName": table, "Key": item("CONTACT#TRY")}},
        ]),
        "TransactionElsewhere": lambda: dynamodb.transact_write_items(TransactItems=[
            {"Put": {"TableName": table, "Item": item("DIGEST#TRY")}},
        ]),
    }
    def came_of(attempt):
        try:
            attempt()
            return "done"
        except dynamodb.exceptions.ClientError as error:
            return error.response["Error"]["Code"]
    return {name: came_of(attempt) for name, attempt in tries.items()}
"""

    def tried_as(self, function):
        """The same role, another function."""
        return self.tried(function, client("lambda").get_function_configuration(FunctionName=function)["Role"])

    def tried(self, function, role):
        functions = client("lambda")
        code = io.BytesIO()
        with ZipFile(code, "w") as packed:
            packed.writestr("index.py", self.TRY)
        name = f"{function}-tried"
        functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Handler="index.handler",
            Role=role,
            Code={"ZipFile": code.getvalue()},
            Environment={"Variables": {"TABLE_NAME": outputs["Table"]}},
        )
        self.addCleanup(functions.delete_function, FunctionName=name)
        answer = functions.invoke(FunctionName=name)
        for pk in ["APPLICATION#TRY", "DIGEST#TRY"]:
            key = {"pk": {"S": pk}, "sk": {"S": "TRY"}}
            client("dynamodb").delete_item(TableName=outputs["Table"], Key=key)
        return json.loads(answer["Payload"].read())

    def test_the_form_puts_and_does_nothing_else(self):
        came_of = self.tried_as(outputs["FormFunction"])
        self.assertEqual(came_of.pop("PutItem"), "done")
        self.assertEqual(set(came_of.values()), {"AccessDeniedException"}, came_of)

    def test_staff_change_nothing_but_in_transactions(self):
        roles = client("iam")
        trusted = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        role = roles.create_role(RoleName="staff-tried", AssumeRolePolicyDocument=json.dumps({"Statement": [trusted]}))
        self.addCleanup(roles.delete_role, RoleName="staff-tried")
        roles.attach_role_policy(RoleName="staff-tried", PolicyArn=outputs["StaffPolicy"])
        self.addCleanup(roles.detach_role_policy, RoleName="staff-tried", PolicyArn=outputs["StaffPolicy"])
        came_of = self.tried("staff", role["Role"]["Arn"])
        allowed = {name for name, came in came_of.items() if came == "done"}
        self.assertEqual(allowed, {"GetItem", "Query", "DeleteContact", "Transaction"}, came_of)
        self.assertEqual(
            {came for name, came in came_of.items() if name not in allowed}, {"AccessDeniedException"}, came_of
        )

    def test_notify_reads_and_puts_and_deletes_nothing(self):
        came_of = self.tried_as(outputs["NotifyFunction"])
        allowed = {name for name, came in came_of.items() if came == "done"}
        puts = {"PutItem", "PutElsewhere", "PutReturning", "TransactionElsewhere"}
        self.assertEqual(allowed, {"GetItem"} | puts, came_of)

    def test_without_its_permission_the_form_says_that_it_stored_nothing(self):
        roles, role = client("iam"), role_of(outputs["FormFunction"])
        policy = roles.get_role_policy(RoleName=role, PolicyName="put-applications")["PolicyDocument"]
        roles.delete_role_policy(RoleName=role, PolicyName="put-applications")
        try:
            said = [deploy(fails=True), deploy("--try", fails=True)]
        finally:
            roles.put_role_policy(RoleName=role, PolicyName="put-applications", PolicyDocument=json.dumps(policy))
        for told in said:
            self.assertIn("the form answers 503 to the test application and not 201", told)


class Deploying(unittest.TestCase):
    """What `deploy` does the second time, and when something changed."""

    def versions(self):
        """How often anything was written to the site's bucket and that of the releases."""
        releases = described("partenaires-releases")["Outputs"][0]["OutputValue"]
        s3 = client("s3")
        listed = [s3.list_object_versions(Bucket=bucket) for bucket in [outputs["SiteBucket"], releases]]
        return [len(versions.get(kind, [])) for versions in listed for kind in ["Versions", "DeleteMarkers"]]

    def change(self, path, content):
        """Changes a file of the build for this test; nothing as its content takes it away."""
        file = dist / path
        before = file.read_bytes() if file.exists() else None
        put(file, content)
        self.addCleanup(put, file, before)

    def test_the_second_deployment_changes_nothing(self):
        before = self.versions()
        said = deploy()
        self.assertIn("site: 0 files uploaded\nsite: 0 files removed", said)
        self.assertNotIn("partenaires:", said)
        self.assertEqual(self.versions(), before)

    def test_a_dry_run_after_a_deployment_lists_no_change(self):
        self.assertIn("Nothing would change.", deploy("--dry-run"))

    def test_a_dry_run_says_what_would_change_and_changes_nothing(self):
        self.change("public/etapes/index.html", b"<!doctype html><title>Autres</title>")
        before = self.versions()
        said = deploy("--dry-run", "--set", "LogDays=30")
        self.assertIn("site: etapes/index.html would be uploaded\nsite: 1 files would be uploaded", said)
        self.assertIn("partenaires: would change FormLog (AWS::Logs::LogGroup", said)
        self.assertNotIn("Nothing would change.", said)
        self.assertEqual(self.versions(), before)
        self.assertEqual(ask(outputs["SiteAddress"] + "/etapes/").body.count(b"Autres</title>"), 0)

    def test_only_what_differs_is_uploaded_old_assets_stay_and_one_can_go_back(self):
        asked = next((dist / "public/assets").glob("criteria.*.css"))
        steps = (dist / "public/etapes/index.html").read_bytes()
        glossary = (dist / "public/glossaire/index.html").read_bytes()
        self.change("public/assets/criteria.000000000000.css", b"/* another */")
        self.change(f"public/assets/{asked.name}", None)
        self.change("public/etapes/index.html", b"<!doctype html><title>Autres</title>")
        self.change("public/glossaire/index.html", None)
        site = outputs["SiteAddress"]
        before = self.forgotten()
        try:
            said = deploy()
            self.assertIn("site: 2 files uploaded\nsite: 1 files removed", said)
            self.assertIn(b"Autres", ask(f"{site}/etapes/").body)
            self.assertNotEqual(ask(f"{site}/glossaire/").status, 200)
            self.assertEqual(ask(f"{site}/assets/{asked.name}").status, 200, "pages that are open ask for it")
            self.assertEqual(
                self.forgotten() - before,
                {"/etapes/", "/etapes/index.html", "/glossaire/", "/glossaire/index.html"},
            )
        finally:
            deploy("--rollback")
        self.assertEqual(ask(f"{site}/etapes/").body, steps)
        self.assertEqual(ask(f"{site}/glossaire/").body, glossary)

    def forgotten(self):
        """All paths that CloudFront was told to forget."""
        cloudfront, there = client("cloudfront"), {"DistributionId": outputs["SiteDistribution"]}
        listed = cloudfront.list_invalidations(**there)["InvalidationList"].get("Items", [])
        batches = [cloudfront.get_invalidation(Id=item["Id"], **there)["Invalidation"] for item in listed]
        return {path for batch in batches for path in batch["InvalidationBatch"]["Paths"]["Items"]}

    def test_a_dry_run_of_a_new_system_leaves_nothing_behind(self):
        said = deploy("--dry-run", "--stack", "another")
        self.assertIn("another: would add Applications (AWS::DynamoDB::Table)", said)
        stacks = client("cloudformation").list_stacks()["StackSummaries"]
        standing = {stack["StackName"] for stack in stacks if stack["StackStatus"] != "DELETE_COMPLETE"}
        self.assertNotIn("another", standing)
        self.assertNotIn("another-releases", standing)

    def test_what_is_still_an_example_stops_it_before_anything_is_made(self):
        said = deploy("--stack", "example", built=False, fails=True)
        self.assertIn("[example-data]", said)
        stacks = client("cloudformation").list_stacks()["StackSummaries"]
        self.assertFalse([stack for stack in stacks if "example" in stack["StackName"]])

    def test_a_domain_gets_its_certificate_and_a_firewall(self):
        options = ["--domain", "partenaires.example.ca", "--firewall", "--alarm-email", "team@example.ca"]
        said = deploy(*options, "--stack", "whole")
        self.assertIn("https://partenaires.example.ca", said)
        self.assertRegex(said, r"needs this DNS record \(CNAME\).*\n  _\S+  \S+\n")
        self.assertIn("Nothing would change.", deploy("--dry-run", "--stack", "whole"))

    def test_a_parameter_that_is_none_is_refused(self):
        self.assertIn("template.yaml has no parameter LogDay.", deploy("--set", "LogDay=30", fails=True))

    def test_outside_quebec_is_refused(self):
        said = deploy("--region", "us-west-2", fails=True)
        self.assertIn("applications would leave Québec", said)
        said = deploy("--region", "us-west-2", "--outside-quebec", "--dry-run")
        self.assertIn("partenaires: would add Applications", said)


def put(file, content):
    if content is None:
        file.unlink(missing_ok=True)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


if __name__ == "__main__":
    unittest.main()
