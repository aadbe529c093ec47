"""The units, as far as they can be judged where systemd does not run: their words, how far they confine, and
whether the programs know the options that they are called with."""

import re
import shutil
import tempfile
import unittest
from pathlib import Path

from machine import HERE, TARGET, program, run

UNITS = HERE / "systemd"
# Where README.md puts the programs, and where they come from.
PROGRAMS = {
    "/usr/local/bin/partenaires": TARGET / "local",
    "/usr/local/bin/site-gen": TARGET / "site-gen",
    "/usr/local/lib/partenaires/applications": TARGET / "applications",
    "/usr/local/lib/partenaires/nginx/write": HERE / "nginx" / "write",
    "/usr/local/lib/partenaires/backup": HERE / "backup",
    "/usr/local/lib/partenaires/post": HERE / "post",
}


class Units(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory())) / "systemd"
        shutil.copytree(UNITS, self.folder)
        for unit in self.folder.glob("*.service"):
            # The programs are not installed here.
            unit.write_text(re.sub(r"=/usr/local/\S+", "=/bin/true", unit.read_text()))

    def named(self, *kinds):
        found = [unit for kind in kinds for unit in sorted(self.folder.glob(f"*.{kind}"))]
        self.assertTrue(found)
        return found

    def test_systemd_reads_them_without_a_word(self):
        units = self.named("service", "socket", "timer")
        verify = [program("systemd-analyze"), "verify", "--man=no"]
        self.assertEqual(run(*verify, *units), "")

    def test_they_confine_what_they_start(self):
        for unit in self.named("service"):
            # In tenths: one speaks to the mail server, one is root, the others are neither.
            most = 12 if unit.stem in ("partenaires-post", "partenaires-nginx") else 10
            judge = [program("systemd-analyze"), "security", "--offline=yes", "--no-pager", f"--threshold={most}"]
            run(*judge, unit)

    def test_root_runs_and_reads_nothing_that_others_can_write(self):
        for unit in UNITS.glob("*.service"):
            text = unit.read_text()
            # As root, with its powers: programs of the system, and no name of a file that others own.
            for command in re.findall(r"^Exec\w+=\+(.*)$", text, re.MULTILINE):
                self.assertRegex(command, r"^/bin/(systemctl|sh) ", unit.name)
                self.assertNotRegex(command, r"/srv/|/var/", unit.name)
            for file in re.findall(r"^EnvironmentFile=(.*)$", text, re.MULTILINE):
                self.assertTrue(file.startswith("/etc/partenaires/"), file)
            # As root, without its powers: only what reads the build as data (test_nginx_write.py).
            if not re.search(r"^User=", text, re.MULTILINE):
                self.assertEqual(unit.stem, "partenaires-nginx")
                self.assertEqual(re.findall(r"^ReadWritePaths=(.*)$", text, re.MULTILINE), ["/etc/nginx/partenaires"])

    def test_programs_read_no_module_that_lies_beside_them_or_that_a_variable_names(self):
        for name in ["applications", "backup", "post", "restore", "nginx/write"]:
            self.assertTrue((HERE / name).read_text().startswith("#!/usr/bin/python3 -I\n"), name)

    def test_no_program_takes_the_time_from_whoever_starts_it(self):
        """The time decides what the access log says and what is destroyed. That of the site's pages decides neither."""
        staff = TARGET / "applications"
        commands = re.findall(r"^  ([a-z-]+)  ", run("env", "LC_ALL=C", staff, "--help"), re.MULTILINE)
        self.assertIn("sweep", commands)
        helps = [run(staff, command, "--help") for command in commands if command != "help"]
        for told in [*helps, run(TARGET / "local", "--help"), *(run(HERE / name, "--help") for name in ["backup", "post"])]:
            self.assertNotRegex(told, r"--(now|today|time|date|clock|at|since)\b")

    def test_each_program_knows_the_options_that_it_is_called_with(self):
        for unit in UNITS.glob("*.service"):
            for command in re.findall(r"^ExecStart=(/usr/local/.+)$", unit.read_text(), re.MULTILINE):
                name, *words = command.split()
                told = run(PROGRAMS[name], *(words[:1] if words[0] == "build" else []), "--help")
                for option in [word for word in words if word.startswith("--")]:
                    self.assertRegex(told, rf"{option}\b", command)


if __name__ == "__main__":
    unittest.main()
