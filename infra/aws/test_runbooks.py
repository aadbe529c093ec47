"""The commands of the runbooks, as they are written, on an emulation of AWS: python3 -m unittest test_runbooks

A block marked `sh tried` runs in bash from the project's folder; what it needs to know, a runbook's reader would type.
The first deployment that the tests start from is the one of runbooks/deploy.md.
"""

import gzip
import html
import json
import re
import shutil
import tempfile
import textwrap
import time
import unittest
from pathlib import Path
from zipfile import ZipFile

# First: it makes boto3 importable.
from emulated import as_cloudfront, before_long, client, let_send, outputs_of, parameters_of

import institution
import smoke
from visitor import ask

PAGES = Path(__file__).resolve().parent / "runbooks"
NAMES = ". infra/aws/runbooks/names"

TRIED = re.compile(r"^( *)```sh tried\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)

ours = None
outputs = None
ran = set()


def setUpModule():
    global ours, outputs
    folder = Path(unittest.enterModuleContext(tempfile.TemporaryDirectory()))
    unittest.enterModuleContext(institution.emulation())
    ours = institution.Institution(folder / "project")
    follow("deploy.md", 1)
    outputs = outputs_of("partenaires")


def blocks(page):
    return [textwrap.dedent(text) for _, text in TRIED.findall((PAGES / page).read_text())]


def follow(page, first, last=None, **typed):
    """Runs blocks of a page, by their numbers, in one shell; what they say."""
    numbers = range(first, (last or first) + 1)
    ran.update((page, number) for number in numbers)
    script = "\n".join(blocks(page)[number - 1] for number in numbers)
    # Who comes to a later step has named the parts at the first.
    named = script if NAMES in script or script.startswith("infra/aws/deploy") else f"{NAMES}\n{script}"
    done = ours.run(named, **typed)
    if done.returncode != 0:
        raise AssertionError(f"{page}:\n{script}\n{done.stdout}{done.stderr}")
    return done.stdout


def staff(name):
    """A role that the institution gave its staff, with the policy for them."""
    trusted = {"Effect": "Allow", "Principal": {"AWS": "0" * 12}, "Action": "sts:AssumeRole"}
    client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Statement": [trusted]}))
    client("iam").attach_role_policy(RoleName=name, PolicyArn=outputs["StaffPolicy"])


def policies_of(role):
    attached = client("iam").list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    return [policy["PolicyArn"] for policy in attached]


class Reader(unittest.TestCase):
    """Somebody who follows a page."""

    def setUp(self):
        self.dynamodb = client("dynamodb")

    def apply(self):
        """A new application's reference; it is gone after the test."""
        reference = self.send(outputs)
        self.addCleanup(smoke.erase, self.dynamodb, outputs["Table"], reference)
        return reference

    def form(self):
        return json.loads((ours.folder / "dist/form-fn/bundle.json").read_text())["form"]

    def send(self, there, answers=smoke.AS_A_ROBOT):
        return smoke.application(there["ApiAddress"], self.form(), as_cloudfront(there), answers)

    def items(self, table=None):
        found = self.dynamodb.scan(TableName=table or outputs["Table"])["Items"]
        return {(item["pk"]["S"], item["sk"]["S"]): item for item in found}

    def environment(self):
        settings = client("lambda").get_function_configuration(FunctionName=outputs["FormFunction"])
        return settings["Environment"]["Variables"]


class Overload(Reader):
    def test_what_was_answered_is_counted_more_is_taken_and_the_firewall_put_up(self):
        logs, group = client("logs"), "/aws/vendedlogs/apigateway/partenaires"
        logs.create_log_stream(logGroupName=group, logStreamName="overload")
        lines = [{"timestamp": int(time.time() * 1000), "message": json.dumps({"status": status})} for status in "429 429 200".split()]
        logs.put_log_events(logGroupName=group, logStreamName="overload", logEvents=lines)
        self.addCleanup(logs.delete_log_stream, logGroupName=group, logStreamName="overload")
        self.assertIn("2 429", follow("overload.md", 1, 2))
        follow("overload.md", 3)
        self.assertEqual(parameters_of("partenaires")["RequestsPerSecond"], "50")
        follow("overload.md", 4)
        self.assertIn("webacl", parameters_of("partenaires")["WebAclArn"])


class Deploy(Reader):
    def test_the_first_deployment_has_its_domain_and_a_budget(self):
        self.assertEqual(outputs["SiteAddress"], "https://partenaires.example.ca")
        [budget] = client("budgets").describe_budgets(AccountId="0" * 12)["Budgets"]
        self.assertEqual(float(budget["BudgetLimit"]["Amount"]), 50)

    def test_a_change_goes_out_is_tried_and_taken_back(self):
        self.addCleanup(ours.write, "555-0199", "555-0123")
        ours.write("555-0123", "555-0199")
        would = follow("deploy.md", 2)
        self.assertIn("site: en/contact/index.html would be uploaded", would)
        self.assertIn("partenaires: would change FormFunction", would)
        self.assertNotIn("555-0199", self.page())
        follow("deploy.md", 3)
        self.assertIn("555-0199", self.page())
        before = self.items(), self.versions()
        self.assertIn("all well", follow("deploy.md", 4))
        self.assertEqual((self.items(), self.versions()), before)
        follow("deploy.md", 5)
        self.assertNotIn("555-0199", self.page())

    def page(self):
        return ask(f"https://{outputs['SiteHost']}/").body.decode()

    def versions(self):
        """How often the site's bucket was written to."""
        listed = client("s3").list_object_versions(Bucket=outputs["SiteBucket"])
        return [len(listed.get(kind, [])) for kind in ["Versions", "DeleteMarkers"]]


class Restore(Reader):
    def test_what_was_lost_is_put_back_and_what_was_destroyed_is_not(self):
        lost = self.apply()
        mine = ("CONTACT#", f"APPLICATION#{lost}")
        before = {key: item for key, item in self.items().items() if key[0].startswith(mine)}
        destroyed = self.stored_like(before, lost)
        follow("restore.md", 1, 2)
        self.addCleanup(self.drop, f"{outputs['Table']}-restored")

        for pk, sk in before:
            self.dynamodb.delete_item(TableName=outputs["Table"], Key={"pk": {"S": pk}, "sk": {"S": sk}})
        self.destroy(destroyed)
        listed = follow("restore.md", 3)
        self.assertIn(f"{lost}  received", listed)
        self.assertNotIn(destroyed, listed)
        self.assertEqual(set(before) & set(self.items()), set())
        follow("restore.md", 4, REFERENCES=lost)
        self.assertEqual(self.inserted()[-1], (f"APPLICATION#{lost}", "APPLICATION"), "the rest is there when it comes")
        self.assertEqual({key: item for key, item in self.items().items() if key in before}, before)
        self.assertIn(lost, follow("restore.md", 5, REFERENCES=lost))
        follow("restore.md", 6)
        self.assertNotIn(f"{outputs['Table']}-restored", self.dynamodb.list_tables()["TableNames"])

    def inserted(self):
        """Keys of new items, as notify reads them."""
        streams = client("dynamodbstreams")
        stream = self.dynamodb.describe_table(TableName=outputs["Table"])["Table"]["LatestStreamArn"]
        shards = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]
        start = {"StreamArn": stream, "ShardId": shards[-1]["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        records = streams.get_records(ShardIterator=streams.get_shard_iterator(**start)["ShardIterator"])["Records"]
        keys = [record["dynamodb"]["Keys"] for record in records if record["eventName"] == "INSERT"]
        return [(key["pk"]["S"], key["sk"]["S"]) for key in keys]

    def stored_like(self, items, reference):
        """Another record, made of one that is there."""
        record = dict(items[f"APPLICATION#{reference}", "APPLICATION"])
        other = "ZZZZ-ZZZZ"
        record |= {"pk": {"S": f"APPLICATION#{other}"}, "reference": {"S": other}, "contacts": {"L": []}}
        self.dynamodb.put_item(TableName=outputs["Table"], Item=record)
        self.addCleanup(smoke.erase, self.dynamodb, outputs["Table"], other)
        return other

    def destroy(self, reference):
        """As `applications erase` does."""
        pk = {"S": f"APPLICATION#{reference}"}
        self.dynamodb.delete_item(TableName=outputs["Table"], Key={"pk": pk, "sk": {"S": "APPLICATION"}})
        event = {"pk": pk, "sk": {"S": "EVENT#2026-11-25T12:00:00Z#1"}, "what": {"S": "erased"}}
        self.dynamodb.put_item(TableName=outputs["Table"], Item=event)

    def drop(self, table):
        try:
            self.dynamodb.delete_table(TableName=table)
        except self.dynamodb.exceptions.ResourceNotFoundException:
            pass  # the page's last step did


class Rotate(Reader):
    def test_new_references_come_from_a_new_secret_and_old_ones_stay_valid(self):
        given = self.apply()
        before = self.environment()
        said = follow("reference-key.md", 1, 3)
        after = self.environment()
        self.assertEqual(before | {"REFERENCE_KEY": after["REFERENCE_KEY"]}, after)
        self.assertNotEqual(before["REFERENCE_KEY"], after["REFERENCE_KEY"])
        self.assertRegex(after["REFERENCE_KEY"], "^[A-Za-z0-9]{64}$")
        self.assertNotIn(after["REFERENCE_KEY"], said)
        self.assertNotEqual(self.apply(), given)
        page = ask(f"{outputs['ApiAddress']}/api/fr/application/{given}", headers=as_cloudfront(outputs))
        self.assertEqual(page.status, 200)
        self.assertIn(("APPLICATION#" + given, "APPLICATION"), self.items())


class Close(Reader):
    def test_the_form_is_stopped_and_opened_again(self):
        functions = client("lambda")

        def concurrency():
            return functions.get_function_concurrency(FunctionName=outputs["FormFunction"])

        follow("offline.md", 1)
        self.assertEqual(concurrency()["ReservedConcurrentExecutions"], 0)
        follow("offline.md", 2)
        self.assertNotIn("ReservedConcurrentExecutions", concurrency())
        self.apply()

    def test_the_site_is_stopped_and_opened_again(self):
        def settings():
            return client("cloudfront").get_distribution_config(Id=outputs["SiteDistribution"])["DistributionConfig"]

        before = settings()
        follow("offline.md", 3)
        self.assertEqual(settings(), before | {"Enabled": False})
        follow("offline.md", 4)
        self.assertEqual(settings(), before)


class Access(Reader):
    def test_a_person_gets_their_file_has_it_corrected_and_destroyed(self):
        reference = self.apply()
        self.addCleanup(self.shred)
        self.assertIn(reference, follow("access-request.md", 1))
        follow("access-request.md", 2, REFERENCE=reference)
        for name in self.files():
            self.assertIn(smoke.BY_KIND["long-text"], self.text_of(ours.folder / name))
        follow("access-request.md", 3)
        self.assertEqual([name for name in self.files() if (ours.folder / name).exists()], [])
        follow("access-request.md", 4, REFERENCE=reference)
        record = smoke.plain(self.items()["APPLICATION#" + reference, "APPLICATION"])
        self.assertEqual(record["answers"][self.form()["roles"]["given-name"]], "Océane")
        follow("access-request.md", 5, REFERENCE=reference)
        self.assertNotIn(("APPLICATION#" + reference, "APPLICATION"), self.items())

    def files(self):
        return ["dossier.json", "dossier.xlsx"]

    def text_of(self, file):
        if file.suffix == ".json":
            return file.read_text()
        with ZipFile(file) as workbook:
            return html.unescape(workbook.read("xl/sharedStrings.xml").decode())

    def shred(self):
        for name in self.files():
            (ours.folder / name).unlink(missing_ok=True)


class Messages(Reader):
    def test_what_could_not_go_out_goes_once_the_cause_is_mended(self):
        reference = self.send(outputs, {self.form()["roles"]["email"]: "ana@example.ca"})
        self.addCleanup(smoke.erase, self.dynamodb, outputs["Table"], reference)
        self.until("waiting", reference)
        self.assertRegex(follow("messages.md", 1), r"record again AccessDenied")
        self.addCleanup(let_send(outputs))
        follow("messages.md", 2)
        self.until("sent", reference)
        self.assertNotIn("APPLICATION#", follow("messages.md", 3))
        follow("messages.md", 4)

    def until(self, state, reference):
        """Waits until both messages are in a state."""
        before_long(lambda: self.states(reference) == [state, state])
        self.assertEqual(self.states(reference), [state, state])

    def states(self, reference):
        items = self.items().items()
        return [it["state"]["S"] for (pk, sk), it in items if pk.endswith(reference) and sk.startswith("MESSAGE#")]


class Incident(Reader):
    def test_an_account_loses_its_access(self):
        staff("volunteers")
        self.assertEqual(policies_of("volunteers"), [outputs["StaffPolicy"]])
        follow("incident.md", 1, ROLE="volunteers")
        self.assertEqual(policies_of("volunteers"), [])

    def test_who_did_what_is_found(self):
        reference = self.apply()
        follow("incident.md", 2, REFERENCE=reference)
        follow("incident.md", 4)
        log = ours.folder / "journal-formulaire.json"
        self.addCleanup(log.unlink, missing_ok=True)
        follow("incident.md", 5)
        self.assertNotIn(reference, log.read_text())
        self.assertIn('\\"outcome\\":\\"stored\\"', log.read_text())

    def test_what_was_done_beside_the_command_is_found_in_the_trail(self):
        # The emulation's trails write no files; this one is as AWS writes them.
        key = {"pk": "APPLICATION#4EJ0-DN2P", "sk": "EVENT#2026-12-01T14:00:00.000000Z#0"}
        event = {
            "eventTime": "2026-12-01T15:00:00Z",
            "eventName": "DeleteItem",
            "userIdentity": {"arn": "arn:aws:sts::000000000000:assumed-role/staff/marie"},
            "sourceIPAddress": "192.0.2.7",
            "requestParameters": {"tableName": outputs["Table"], "key": key},
        }
        name = "AWSLogs/000000000000/CloudTrail/ca-central-1/2026/12/01/trail.json.gz"
        content = gzip.compress(json.dumps({"Records": [event]}).encode())
        client("s3").put_object(Bucket=outputs["AccessTrailBucket"], Key=name, Body=content)
        self.addCleanup(shutil.rmtree, ours.folder / "trace", ignore_errors=True)
        found = follow("incident.md", 3, REFERENCE="4EJ0-DN2P")
        self.assertIn("DeleteItem\tarn:aws:sts::000000000000:assumed-role/staff/marie\t192.0.2.7", found)
        self.assertEqual(follow("incident.md", 3, REFERENCE="0000-0000"), "")


class Second(Reader):
    """Runs after all that is about the first system, which is gone at the end: unittest takes classes by name."""

    def test_a_second_system_takes_the_place_of_one_whose_table_is_gone(self):
        staff("programme")
        reference = self.send(outputs)
        self.digest_was_sent("2026-01-05")
        before = self.items()
        backup = self.dynamodb.create_backup(TableName=outputs["Table"], BackupName="last")["BackupDetails"]
        self.dynamodb.update_table(TableName=outputs["Table"], DeletionProtectionEnabled=False)
        self.dynamodb.delete_table(TableName=outputs["Table"])

        restored = f"{outputs['Table']}-restored"
        follow("restore.md", 8, BACKUP=backup["BackupArn"])
        follow("restore.md", 9)
        second = outputs_of("partenaires2")
        self.assertNotIn("MailDomain", second)
        follow("reference-key.md", 4)
        follow("reference-key.md", 2, STACK="partenaires2")
        self.assertIn(f"{reference}: ", follow("restore.md", 10, RESTORED=restored))
        after = self.items(second["Table"])
        self.assertEqual(set(before) - set(after), set())
        # The second system may send the digest of today at any moment.
        self.assertEqual([pk for pk, _ in set(after) - set(before) if not pk.startswith("DIGEST#")], [])
        self.assertNotIn(restored, self.dynamodb.list_tables()["TableNames"])
        self.assertEqual(self.send(second), reference)
        follow("restore.md", 11)
        self.assertEqual(policies_of("programme"), [second["StaffPolicy"]])
        follow("restore.md", 12)
        second = outputs_of("partenaires2")
        self.assertEqual(second["SiteAddress"], "https://partenaires.example.ca")
        self.assertEqual(second["MailDomain"], "example.ca")
        with self.assertRaisesRegex(Exception, "does not exist"):
            outputs_of("partenaires")
        follow("restore.md", 7)

    def digest_was_sent(self, day):
        """Marks the digest of a day as sent, as notify does: on the weekday of the test, none may be due."""
        expiry = str(int(time.time()) + 86_400)
        mark = {"pk": {"S": f"DIGEST#{day}"}, "sk": {"S": "MESSAGE#digest"}, "destroy_after": {"N": expiry}}
        self.dynamodb.put_item(TableName=outputs["Table"], Item=mark)


class Whole(unittest.TestCase):
    """Runs last."""

    def test_every_command_was_run(self):
        for page in PAGES.glob("*.md"):
            untried = re.findall(r"^ *```(?!sh tried$)\S.*$", page.read_text(), re.MULTILINE)
            self.assertEqual(untried, [], page.name)
        marked = {(page.name, number + 1) for page in PAGES.glob("*.md") for number in range(len(blocks(page.name)))}
        self.assertEqual(marked - ran, set())


if __name__ == "__main__":
    unittest.main()
