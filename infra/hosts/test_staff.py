"""The staff's command on a machine: what it allows, whose files it writes, and what its log says."""

import http.client
import json
import os
import re
import stat
import subprocess
import tempfile
import unittest
from pathlib import Path

from machine import HERE, PATIENCE, TARGET, Service, apply, build, reference, run

# What stands in for sudo: it runs what it is given, as the account of the applications would.
SUDO = """#!/bin/sh
[ "$1" = -u ] && [ "$2" = partenaires ] || exit 90
shift 2
ALSO="$0.asked"; echo "$@" >>"$ALSO"
exec env HALF=account SUDO_USER=marie "$@"
"""


class Staff(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        build(cls.folder / "dist")
        cls.service = Service(cls.folder / "dist", cls.folder / "data")
        cls.addClassCleanup(cls.service.end)
        browser = http.client.HTTPConnection("127.0.0.1", cls.service.port, timeout=PATIENCE)
        cls.reference = reference(apply(browser))
        browser.close()
        shipped = (HERE / "applications").read_text()
        for there, here in [
            ('"/usr/local/lib/partenaires/applications"', f'"{TARGET / "applications"}"'),
            ('"/var/lib/partenaires"', f'"{cls.folder / "data"}"'),
            ('"/srv/partenaires/dist/form-fn"', f'"{cls.folder / "dist/form-fn"}"'),
            ('"/usr/bin/sudo"', f'"{cls.folder / "sudo"}"'),
            ("os.geteuid() == pwd.getpwnam(ACCOUNT).pw_uid", 'os.environ.get("HALF") == "account"'),
        ]:
            assert shipped.count(there) == 1, there
            shipped = shipped.replace(there, here)
        for name, text in [("applications", shipped), ("sudo", SUDO)]:
            (cls.folder / name).write_text(text)
            (cls.folder / name).chmod(0o755)

    def setUp(self):
        self.home = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def ask(self, *words, typed="", **environment):
        """As a person types it, in a folder of their own."""
        return subprocess.run(
            [self.folder / "applications", *words], input=typed, capture_output=True, text=True, cwd=self.home,
            env=os.environ | {"LC_ALL": "C", "SUDO_USER": ""} | environment,
        )

    def told(self, *words, **how):
        asked = self.ask(*words, **how)
        self.assertEqual((asked.returncode, asked.stderr), (0, ""), words)
        return asked.stdout

    def refused(self, *words, says="", **how):
        asked = self.ask(*words, **how)
        self.assertEqual((asked.returncode, asked.stdout), (2, ""), words)
        self.assertIn(says, asked.stderr)
        self.assertNotIn("Traceback", asked.stderr)
        return asked.stderr

    def log(self):
        """Who did what, as the log has it."""
        told = self.told("show", self.reference, "--history")
        return re.findall(r"^ \d{4}-\d\d-\d\d \d\d:\d\d +(\w+) +(.*)$", told, re.MULTILINE)

    def test_the_log_names_the_person_and_nobody_can_take_another_name(self):
        self.told("note", self.reference, typed="Rappeler le matin.")
        self.refused("note", self.reference, "--by", "luc", says="name in the log is that of your account")
        self.refused("--by=luc", "list", says="name in the log")
        people = {who for who, _ in self.log()}
        self.assertIn("marie", people)
        self.assertNotIn("luc", people)

    def test_commands_and_options_are_a_closed_list(self):
        data = str(self.home)
        for words in [["--local", "list"], ["list", "--data", data], ["list", f"--data={data}"], ["list", "--table", "t"],
                      ["list", "--bundle", data], ["sweep", "--now", "2039-01-01T00:00:00Z"], ["list", "--history"],
                      ["show", self.reference, "--names"], ["erase-all"], ["list", "--"], ["list", "-x"], ["list", "--stage"],
                      ["list", "extra"], ["erase", self.reference, "extra"], ["export", "--replace"], ["list", "--da", data]]:
            self.refused(*words)
        self.refused("list", "--now", "x", says="n’est pas une option permise", LC_ALL="fr_CA.UTF-8")

    def test_each_option_of_the_program_is_allowed_or_refused_on_purpose(self):
        table = {}
        exec((HERE / "applications").read_text().partition("class Refused")[0], table)
        program = TARGET / "applications"
        english = ["env", "LC_ALL=C", program]
        commands = re.findall(r"^  ([a-z-]+)  ", run(*english, "--help").partition("Commands:")[2].partition("Options:")[0], re.M)
        self.assertEqual(sorted(set(commands) - {"help"}), sorted(table["COMMANDS"]))
        for command, (options, _) in table["COMMANDS"].items():
            known = set(re.findall(r"(?<!\S)(--[a-z-]+)", run(*english, command, "--help").partition("Options:")[2]))
            judged = set(options) | set(table["ALWAYS"]) | set(table["SETTLED"])
            self.assertLessEqual(known, judged, command)
            self.assertLessEqual(set(options), known, command)

    def test_help_is_there(self):
        self.assertIn("Usage", self.told("--help"))
        self.assertIn("--public", self.told("report", "--help"))
        self.assertEqual(list(self.home.iterdir()), [])

    def test_no_text_about_a_person_is_on_a_command_line(self):
        for words in [["note", self.reference, "canary"], ["advance", self.reference, "phone-interview", "--note", "canary"],
                      ["advance", self.reference, "phone-interview", "--note=canary"], ["correct", self.reference, "email=canary@exemple.ca"],
                      ["correct", self.reference, "--note", "canary"]]:
            told = self.refused(*words, says="every account of the machine can read")
            self.assertIn("asks for", told)
            self.assertNotIn("canary", told)
        self.assertIn("tous les comptes", self.refused("note", self.reference, "canari", LC_ALL="fr_CA.UTF-8"))
        self.assertNotIn("canar", (self.folder / "sudo.asked").read_text() if (self.folder / "sudo.asked").exists() else "")

    def test_notes_and_corrections_are_typed(self):
        self.told("note", self.reference, typed="Préfère les soirs.\n")
        self.told("correct", self.reference, "--note", typed="first_name=Léa\n\nElle a appelé.\n")
        shown = self.told("show", self.reference)
        for text in ["Préfère les soirs.", "Léa", "Elle a appelé."]:
            self.assertIn(text, shown)

    def test_a_file_is_new_whole_and_the_persons_own(self):
        for words, name, begins in [(["export"], "all.csv", "\ufeff"), (["report"], "r.html", "<!"),
                                    (["export", self.reference, "--format", "json"], "one.json", "{")]:
            told = self.told(*words, "--out", name)
            self.assertEqual(told, f"Written to {name}\n")
            self.assertTrue((self.home / name).read_text().startswith(begins))
            self.assertEqual(stat.S_IMODE((self.home / name).stat().st_mode), 0o600)
        self.told("report", "--format=markdown")
        self.assertEqual(json.loads(self.told("--json", "report")), {"report": "report.html"})
        self.assertTrue((self.home / "report.md").exists())
        self.assertTrue(self.told("export", "--format", "json").startswith("["))
        # The program itself is never asked for a file.
        self.assertNotIn(".csv", (self.folder / "sudo.asked").read_text())

    def test_nothing_is_overwritten_and_nothing_is_logged_then(self):
        (self.home / "there").write_text("mine")
        (self.home / "link").symlink_to(self.home / "there")
        (self.home / "dangling").symlink_to(self.home / "nowhere")
        before = self.log()
        for name in ["there", "link", "dangling", "."]:
            self.refused("export", "--out", name, says="already exists")
        self.assertEqual((self.home / "there").read_text(), "mine")
        self.assertFalse((self.home / "nowhere").exists())
        self.assertEqual(len(self.log()), len(before) + 1, "only the look at the log itself")
        self.refused("export", "--out", "no/such/folder", says="cannot be written")

    def test_what_fails_leaves_no_file(self):
        asked = self.ask("export", "0000-0000", "--out", "person.csv")
        self.assertEqual(asked.returncode, 3)
        self.assertEqual(list(self.home.iterdir()), [])

    def test_for_the_account_no_file_is_written_and_a_name_is_needed(self):
        service = {"HALF": "account", "SUDO_USER": "marie"}
        self.refused("export", "--out", str(self.home / "x"), says="by your account", **service)
        self.refused("report", "--out", str(self.folder / "data/dynamodb.sqlite"), says="by your account", **service)
        self.refused("list", says="with your own account", **(service | {"SUDO_USER": ""}))
        self.assertEqual(list(self.home.iterdir()), [])

    def test_nothing_of_the_persons_environment_decides(self):
        for environment in [{"TABLE_NAME": "other"}, {"BUNDLE": "/nowhere"}, {"EDITOR": "false", "VISUAL": "false"},
                            {"PYTHONPATH": str(self.home), "PYTHONSTARTUP": "/nowhere"}]:
            (self.home / "json.py").write_text("raise SystemExit(99)")
            self.told("list", **environment)

    def test_sudo_is_given_what_it_needs_and_no_more(self):
        rule = (HERE / "sudoers").read_text()
        self.assertIn("ALL=(partenaires) NOPASSWD: NOSETENV: NOLOG_INPUT: NOLOG_OUTPUT: /usr/local/bin/applications\n", rule)


if __name__ == "__main__":
    unittest.main()
