"""The commands of the runbooks, as they are written, on an emulation of AWS:
PACKAGED=… infra/aws/emulator python3 -m unittest test_runbooks

A block marked `sh tried` runs in bash from the project's folder; what it needs to know, a runbook's reader would type.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

import libraries

libraries.ready()

import boto3  # noqa: E402

import smoke  # noqa: E402
from visitor import ask  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "debug"
PAGES = HERE / "runbooks"
STACK = "runbooks"
NAMES = ". infra/aws/runbooks/names"

TRIED = re.compile(r"^( *)```sh tried\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)

outputs = None
ran = set()


def setUpModule():
    global outputs, form, packaged
    packaged = Path(os.environ["PACKAGED"])
    command = [sys.executable, HERE / "deploy", "--stack", STACK, "--built", packaged]
    subprocess.run(command, check=True, capture_output=True)
    described = client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]["Outputs"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described}
    form = json.loads((packaged / "form-fn/bundle.json").read_text())["form"]


def client(service):
    return boto3.client(service, region_name="ca-central-1")


def blocks(page):
    return [textwrap.dedent(text) for _, text in TRIED.findall((PAGES / page).read_text())]


class Reader(unittest.TestCase):
    """Somebody who follows a page."""

    def setUp(self):
        self.dynamodb = client("dynamodb")

    def follow(self, page, first, last=None, **typed):
        """Runs blocks of a page, by their numbers, in one shell; what they say."""
        numbers = range(first, (last or first) + 1)
        ran.update((page, number) for number in numbers)
        script = "\n".join(blocks(page)[number - 1] for number in numbers)
        # Who comes to a later step has named the parts at the first.
        named = script if script.startswith(NAMES) else f"{NAMES}\n{script}"
        cli = HERE / "tools" / "cli"
        known = {
            "STACK": STACK,
            "BUNDLE": str(packaged / "form-fn"),
            "PYTHONPATH": str(cli),
            "PATH": f"{cli / 'bin'}:{TARGET}:{os.environ['PATH']}",
        }
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", named],
            cwd=ROOT,
            env=os.environ | known | typed,
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, f"{page}:\n{script}\n{done.stdout}{done.stderr}")
        return done.stdout

    def apply(self):
        """A new application's reference; it is gone after the test."""
        reference = smoke.application(outputs["ApiAddress"], form, self.by_key())
        self.addCleanup(smoke.erase, self.dynamodb, outputs["Table"], reference)
        return reference

    def by_key(self):
        secret = client("secretsmanager").get_secret_value(SecretId=outputs["OriginKey"])
        return {"x-origin-key": secret["SecretString"]}

    def items(self):
        found = self.dynamodb.scan(TableName=outputs["Table"])["Items"]
        return {(item["pk"]["S"], item["sk"]["S"]): item for item in found}

    def environment(self):
        settings = client("lambda").get_function_configuration(FunctionName=outputs["FormFunction"])
        return settings["Environment"]["Variables"]


class Restore(Reader):
    def test_what_was_lost_is_put_back_and_what_was_destroyed_is_not(self):
        lost = self.apply()
        mine = ("CONTACT#", f"APPLICATION#{lost}")
        before = {key: item for key, item in self.items().items() if key[0].startswith(mine)}
        destroyed = self.stored_like(before, lost)
        self.follow("restore.md", 1, 2)
        self.addCleanup(self.drop, f"{outputs['Table']}-restored")

        for pk, sk in before:
            self.dynamodb.delete_item(TableName=outputs["Table"], Key={"pk": {"S": pk}, "sk": {"S": sk}})
        self.destroy(destroyed)
        listed = self.follow("restore.md", 3)
        self.assertIn(f"{lost}  received", listed)
        self.assertNotIn(destroyed, listed)
        self.assertEqual(set(before) & set(self.items()), set())
        self.follow("restore.md", 4, REFERENCES=lost)
        self.assertEqual({key: item for key, item in self.items().items() if key in before}, before)
        self.assertIn(lost, self.follow("restore.md", 5, REFERENCES=lost))
        self.follow("restore.md", 6)
        self.assertNotIn(f"{outputs['Table']}-restored", self.dynamodb.list_tables()["TableNames"])

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
        said = self.follow("reference-key.md", 1, 2)
        after = self.environment()
        self.assertEqual(before | {"REFERENCE_KEY": after["REFERENCE_KEY"]}, after)
        self.assertNotEqual(before["REFERENCE_KEY"], after["REFERENCE_KEY"])
        self.assertEqual(len(after["REFERENCE_KEY"]), 64)
        self.assertNotIn(after["REFERENCE_KEY"], said)
        self.assertNotEqual(self.apply(), given)
        page = ask(f"{outputs['ApiAddress']}/api/fr/application/{given}", headers=self.by_key())
        self.assertEqual(page.status, 200)
        self.assertIn(("APPLICATION#" + given, "APPLICATION"), self.items())

    def test_a_secret_can_be_moved(self):
        with tempfile.TemporaryDirectory() as folder:
            self.follow("reference-key.md", 3, TMPDIR=folder)
            [moved] = Path(folder).iterdir()
            self.assertEqual(moved.read_text(), self.environment()["REFERENCE_KEY"])
            self.assertEqual(moved.stat().st_mode & 0o777, 0o600)


class Close(Reader):
    def test_the_form_is_stopped_and_opened_again(self):
        functions = client("lambda")

        def concurrency():
            return functions.get_function_concurrency(FunctionName=outputs["FormFunction"])

        self.follow("offline.md", 1)
        self.assertEqual(concurrency()["ReservedConcurrentExecutions"], 0)
        self.follow("offline.md", 2)
        self.assertNotIn("ReservedConcurrentExecutions", concurrency())
        self.apply()


class Access(Reader):
    def test_a_person_gets_their_file_has_it_corrected_and_destroyed(self):
        reference = self.apply()
        self.addCleanup(self.shred)
        self.assertIn(reference, self.follow("access-request.md", 1))
        self.follow("access-request.md", 2, REFERENCE=reference)
        for name in self.files():
            self.assertIn(smoke.BY_KIND["long-text"], (ROOT / name).read_text())
        self.follow("access-request.md", 3)
        self.assertEqual([name for name in self.files() if (ROOT / name).exists()], [])
        self.follow("access-request.md", 4, REFERENCE=reference)
        record = smoke.plain(self.items()["APPLICATION#" + reference, "APPLICATION"])
        self.assertEqual(record["answers"]["first_name"], "Océane")
        self.follow("access-request.md", 5, REFERENCE=reference)
        self.assertNotIn(("APPLICATION#" + reference, "APPLICATION"), self.items())

    def files(self):
        return ["dossier.json", "dossier.csv"]

    def shred(self):
        for name in self.files():
            (ROOT / name).unlink(missing_ok=True)


class Incident(Reader):
    def test_who_did_what_is_found(self):
        reference = self.apply()
        self.follow("incident.md", 1, REFERENCE=reference)
        self.follow("incident.md", 2)
        log = ROOT / "journal-formulaire.json"
        self.addCleanup(log.unlink, missing_ok=True)
        self.follow("incident.md", 3)
        self.assertNotIn(reference, log.read_text())
        self.assertIn('\\"outcome\\":\\"stored\\"', log.read_text())


class Whole(unittest.TestCase):
    """Runs last: unittest takes classes by name."""

    def test_every_block_that_is_marked_was_run(self):
        marked = {(page.name, number + 1) for page in PAGES.glob("*.md") for number in range(len(blocks(page.name)))}
        self.assertEqual(marked - ran, set())


if __name__ == "__main__":
    unittest.main()
