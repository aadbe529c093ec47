"""The staff's command, as sudo calls it."""

import getpass
import http.client
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from machine import HERE, TARGET, Service, apply, build, reference


class Staff(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        build(cls.folder / "dist")
        cls.service = Service(cls.folder / "dist", cls.folder / "data")
        cls.addClassCleanup(cls.service.end)
        browser = http.client.HTTPConnection("127.0.0.1", cls.service.port, timeout=60)
        cls.reference = reference(apply(browser))
        browser.close()
        shipped = (HERE / "applications").read_text()
        for there, here in [
            ("/usr/local/lib/partenaires/applications", TARGET / "applications"),
            ("/var/lib/partenaires", cls.folder / "data"),
            ("/srv/partenaires/dist", cls.folder / "dist"),
            ("= partenaires", f"= {getpass.getuser()}"),
        ]:
            assert shipped.count(there) == 1, there
            shipped = shipped.replace(there, str(here))
        cls.command = cls.folder / "applications"
        cls.command.write_text(shipped)

    def ask(self, *words):
        who = {"SUDO_USER": "marie", "LC_ALL": "C"}
        return subprocess.run(["sh", self.command, *words], capture_output=True, text=True, env=os.environ | who)

    def log(self):
        """Who did what, as the log has it."""
        told = self.ask("show", self.reference, "--history")
        self.assertEqual((told.returncode, told.stderr), (0, ""))
        return set(re.findall(r"^ \d{4}-\d\d-\d\d \d\d:\d\d +(\w+)", told.stdout, re.MULTILINE))

    def test_the_log_names_who_asked(self):
        self.assertEqual(self.ask("note", self.reference, "Rappeler le matin.").returncode, 0)
        self.assertIn("marie", self.log())

    def test_nobody_can_take_another_name(self):
        after = self.ask("note", self.reference, "Par un autre.", "--by", "luc")
        self.assertIn("cannot be used multiple times", after.stderr)
        self.ask("--by", "luc", "note", self.reference, "Par un autre.")
        self.assertNotIn("luc", self.log())


if __name__ == "__main__":
    unittest.main()
