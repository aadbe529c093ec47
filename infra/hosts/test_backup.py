"""A backup of a system that runs, brought back elsewhere."""

import fcntl
import http.client
import os
import signal
import sqlite3
import subprocess
import tarfile
import tempfile
import threading
import time
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from machine import ANSWERS, HERE, PATIENCE, TARGET, Service, apply, build, program, reference, run, until


class Kept(unittest.TestCase):
    """Applications in a folder, and what is done with them."""

    @classmethod
    def setUpClass(cls):
        cls.built = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        build(cls.built)

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.data, self.to = self.folder / "data", self.folder / "backups"

    def started(self, data):
        service = Service(self.built, data)
        self.addCleanup(lambda: service.log.closed or service.end(signal.SIGKILL))
        browser = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
        self.addCleanup(browser.close)
        return browser

    def called(self, *command):
        return subprocess.run(command, capture_output=True, text=True, env=self.environment())

    def environment(self):
        # `age` may stand beside the tests only.
        return os.environ | {"PATH": f"{Path(program('age')).parent}:{os.environ['PATH']}"}

    def back_up(self, *options):
        folders = ["--data", self.data, "--to", self.to, "--site", self.built]
        return self.called(HERE / "backup", *folders, *options)

    def backed_up(self, *options):
        """The file of a backup that was made."""
        made = self.back_up(*options)
        self.assertEqual((made.returncode, made.stderr), (0, ""))
        # What was removed is said, too.
        [file] = [line for line in made.stdout.splitlines() if not line.startswith("removed ")]
        return Path(file)

    def restore(self, backup, to, *options):
        return self.called(HERE / "restore", backup, "--to", to, *options)

    def backups(self):
        return sorted(file.name for file in self.to.iterdir())

    def references(self, data):
        """Of the applications in a table."""
        database = sqlite3.connect(data / "dynamodb.sqlite")
        found = database.execute("SELECT pk FROM applications WHERE sk = 'S:APPLICATION' ORDER BY pk")
        names = [name.removeprefix("S:APPLICATION#") for (name,) in found]
        database.close()
        return names

    def on_disk(self, data):
        return b"".join(file.read_bytes() for file in data.glob("dynamodb.sqlite*"))


class Backups(Kept):
    def key(self):
        """A new pair of keys: the public one, and the file of the other."""
        file = self.folder / "age.key"
        run(program("age-keygen"), "-o", file)
        return run(program("age-keygen"), "-y", file).strip(), file

    def test_an_application_is_confirmed_again_by_what_was_restored(self):
        public, secret = self.key()
        browser = self.started(self.data)
        before = reference(apply(browser))
        file = self.backed_up("--recipient", public)
        later = ANSWERS | {"motivation": "Une autre personne, après la copie."}
        after = reference(apply(browser, answers=later))
        self.assertEqual(self.references(self.data), sorted([before, after]))

        self.assertRegex(file.name, r"^partenaires-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar\.age$")
        self.assertEqual(self.backups(), [file.name])
        self.assertIn("O’Neil".encode(), self.on_disk(self.data))
        self.assertNotIn("O’Neil".encode(), file.read_bytes())

        elsewhere = self.folder / "elsewhere"
        back = self.restore(file, elsewhere, "--identity", secret)
        self.assertEqual((back.returncode, back.stderr), (0, ""))
        files = sorted(elsewhere.iterdir())
        self.assertEqual([file.name for file in files], ["dynamodb.sqlite", "reference-key"])
        for place, mode in [(self.to, 0o700), (elsewhere, 0o700), *((one, 0o600) for one in [file, *files])]:
            self.assertEqual(place.stat().st_mode & 0o777, mode, place)
        self.assertEqual(self.references(elsewhere), [before])

        restored = self.started(elsewhere)
        self.assertEqual(reference(apply(restored, "en")), before)
        self.assertEqual(self.references(elsewhere), [before])
        self.assertEqual(reference(apply(restored, answers=later)), after)
        self.assertEqual(self.references(elsewhere), sorted([before, after]))

    def test_it_is_one_moment_of_a_table_that_is_written_to(self):
        browser = self.started(self.data)
        apply(browser)
        done = threading.Event()
        told = []

        def crowd():
            while not done.is_set():
                answers = ANSWERS | {"first_name": f"Ô {len(told)}"}
                told.append(reference(apply(browser, answers=answers)))

        applicants = threading.Thread(target=crowd)
        applicants.start()
        try:
            file = self.backed_up("--unencrypted")
        finally:
            done.set()
            applicants.join()
        elsewhere = self.folder / "elsewhere"
        self.assertEqual(self.restore(file, elsewhere).returncode, 0)
        self.assertLessEqual(set(self.references(elsewhere)), set(self.references(self.data)))
        self.assertGreaterEqual(len(told), 1)

    def test_old_backups_go_and_other_files_stay(self):
        apply(self.started(self.data))
        self.to.mkdir()
        now = datetime.now(timezone.utc)
        for age in [1, 13, 15, 400]:
            day = (now - timedelta(days=age)).strftime("%Y-%m-%dT%H-%M-%SZ")
            (self.to / f"partenaires-{day}.tar.age").touch()
        (self.to / "partenaires-notes.txt").touch()
        made = self.back_up("--unencrypted")
        self.assertEqual(made.stdout.count("older than 14 days"), 2)
        self.assertEqual(len(self.backups()), 4)
        self.assertIn("partenaires-notes.txt", self.backups())

    def test_old_backups_go_also_when_there_is_no_new_one(self):
        self.to.mkdir()
        (self.to / "partenaires-2020-01-01T00-00-00Z.tar").touch()
        made = self.back_up("--unencrypted")
        self.assertEqual(made.returncode, 1)
        self.assertIn("there are no applications in", made.stderr)
        self.assertEqual(self.backups(), [])

    def test_a_backup_does_not_outlive_what_the_site_promises(self):
        made = self.back_up("--unencrypted", "--keep", "31")
        self.assertEqual(made.returncode, 1)
        self.assertIn("from 1 to 30 are allowed", made.stderr)

    def test_it_is_encrypted_unless_somebody_says_otherwise(self):
        made = self.back_up()
        self.assertEqual(made.returncode, 2)
        self.assertIn("--recipient --unencrypted is required", made.stderr)

    def test_a_key_that_is_none_leaves_no_backup(self):
        apply(self.started(self.data))
        made = self.back_up("--recipient", "age1nonsense")
        self.assertEqual(made.returncode, 1)
        self.assertIn("age did not encrypt", made.stderr)
        self.assertEqual(self.backups(), [])

    def test_a_key_that_is_wrong_leaves_nothing_to_restore(self):
        public, _ = self.key()
        apply(self.started(self.data))
        file = self.backed_up("--recipient", public)
        (self.folder / "age.key").unlink()
        _, other = self.key()
        back = self.restore(file, self.folder / "elsewhere", "--identity", other)
        self.assertEqual(back.returncode, 1)
        self.assertIn("age did not decrypt", back.stderr)
        self.assertEqual(list((self.folder / "elsewhere").iterdir()), [])

    def test_killed_at_any_moment_it_leaves_nothing_that_can_be_read(self):
        public, secret = self.key()
        browser = self.started(self.data)
        for number in range(30):
            apply(browser, answers=ANSWERS | {"last_name": "Canari", "motivation": f"{number} " + "é" * 3_000})
        command = [HERE / "backup", "--data", self.data, "--to", self.to, "--site", self.built, "--recipient", public]
        whole = self.timed(command)
        for step in range(16):
            running = subprocess.Popen(command, env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                running.wait(whole * step / 15)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
            for file in [*self.left(), *self.to.iterdir()]:
                self.assertNotIn(b"Canari", file.read_bytes(), file)
        # What is left goes with the next one, which is whole.
        file = self.backed_up("--recipient", public)
        self.assertEqual(self.left(), [])
        self.assertEqual([name for name in self.backups() if not name.endswith(".tar.age")], [])
        self.assertEqual(self.restore(file, self.folder / "elsewhere", "--identity", secret).returncode, 0)

    def left(self):
        """What a backup left beside the table."""
        return list(self.data.glob(".backup-*"))

    def timed(self, command):
        """How long a command takes here."""
        begun = time.monotonic()
        subprocess.run(command, env=self.environment(), check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - begun

    def test_killed_while_it_encrypts_it_leaves_nothing_that_can_be_read(self):
        apply(self.started(self.data), answers=ANSWERS | {"last_name": "Canari"})
        tools = self.folder / "tools"
        tools.mkdir()
        for reads in ["", "head -c 5000 >/dev/null", "cat >/dev/null"]:
            (tools / "age").write_text(f"#!/bin/sh\n{reads}\nkill -9 $PPID\n")
            (tools / "age").chmod(0o755)
            folders = ["--data", self.data, "--to", self.to, "--site", self.built, "--recipient", "age1x"]
            path = f"{tools}:{os.environ['PATH']}"
            ran = subprocess.run([HERE / "backup", *folders], env=os.environ | {"PATH": path})
            self.assertEqual(ran.returncode, -signal.SIGKILL)
            self.assertEqual(self.left(), [])
            for file in self.to.iterdir():
                self.assertNotIn(b"Canari", file.read_bytes(), file)

    def test_what_an_earlier_version_left_goes_with_the_next_backup(self):
        apply(self.started(self.data))
        left = self.data / ".backup-x1y2z3"
        left.mkdir()
        for name in ["archive.tar", "dynamodb.sqlite"]:
            (left / name).write_text("Canari")
        self.to.mkdir()
        (self.to / "partenaires-2026-01-01T00-00-00Z.tar.age.part").write_text("Canari")
        made = self.back_up("--unencrypted", "--keep", "31")
        self.assertEqual(made.returncode, 1, "also if no new one is made")
        self.assertEqual((self.left(), self.backups()), ([], []))

    def test_two_at_once_do_not_disturb_each_other(self):
        apply(self.started(self.data))
        self.to.mkdir()
        held = os.open(self.to, os.O_RDONLY)
        self.addCleanup(os.close, held)
        fcntl.flock(held, fcntl.LOCK_EX)
        made = self.back_up("--unencrypted")
        self.assertEqual(made.returncode, 1)
        self.assertIn("another backup", made.stderr)

    def test_what_a_killed_restore_left_is_no_obstacle(self):
        apply(self.started(self.data))
        file = self.backed_up("--unencrypted")
        elsewhere = self.folder / "elsewhere"
        (elsewhere / ".restore-x1y2z3").mkdir(parents=True)
        self.assertEqual(self.restore(file, elsewhere).returncode, 0)
        self.assertEqual(sorted(file.name for file in elsewhere.iterdir()), ["dynamodb.sqlite", "reference-key"])

    def test_nothing_but_the_two_files_comes_out_of_an_archive(self):
        apply(self.started(self.data))
        file = self.backed_up("--unencrypted")
        other = self.folder / "other.tar"
        with tarfile.open(file) as packed, tarfile.open(other, "w") as made:
            link = tarfile.TarInfo("reference-key")
            link.type, link.linkname = tarfile.SYMTYPE, str(self.data / "reference-key")
            made.addfile(link)
            made.addfile(tarfile.TarInfo("../above"))
            made.addfile(packed.getmember("dynamodb.sqlite"), packed.extractfile("dynamodb.sqlite"))
        elsewhere = self.folder / "elsewhere"
        back = self.restore(other, elsewhere)
        self.assertEqual(back.returncode, 1)
        self.assertIn("the backup has no reference-key", back.stderr)
        self.assertEqual(list(elsewhere.iterdir()), [])
        self.assertFalse((self.folder / "above").exists())

    def test_nothing_is_restored_over_applications(self):
        apply(self.started(self.data))
        back = self.restore(self.backed_up("--unencrypted"), self.data)
        self.assertEqual(back.returncode, 1)
        self.assertIn("is not empty", back.stderr)

    def test_what_is_damaged_is_not_restored(self):
        apply(self.started(self.data))
        file = self.backed_up("--unencrypted")
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2])
        elsewhere = self.folder / "elsewhere"
        back = self.restore(file, elsewhere)
        self.assertEqual(back.returncode, 1)
        self.assertTrue(back.stderr.startswith("error: "), back.stderr)
        self.assertEqual(list(elsewhere.iterdir()), [])


class Destroying(Kept):
    def test_what_was_destroyed_leaves_the_disk_while_the_service_runs(self):
        browser = self.started(self.data)
        gone = reference(apply(browser, answers=ANSWERS | {"last_name": "Canari", "email": "canari@exemple.ca"}))
        stays = reference(apply(browser))
        messages = [f"{who}-{kind}.eml" for who in (gone, stays) for kind in ("receipt", "notice")]
        until(lambda: all((self.data / "outbox" / name).exists() for name in messages))
        (self.data / "outbox" / "refused").mkdir()
        receipt = self.data / "outbox" / f"{gone}-receipt.eml"
        receipt.rename(receipt.parent / "refused" / receipt.name)
        self.assertTrue(self.found("Canari", "canari"), "it is there until then")
        erased = self.called(
            TARGET / "applications", "--local", "--data", self.data, "--bundle", self.built / "form-fn", "--by", "marie",
            "erase", gone, "--confirm", gone,
        )
        self.assertEqual((erased.returncode, erased.stderr), (0, ""))
        self.assertEqual(self.found("Canari", "canari"), [])
        # The service goes on, with what stays and with what comes.
        self.assertEqual(self.references(self.data), [stays])
        self.assertEqual(reference(apply(browser)), stays)
        again = reference(apply(browser, answers=ANSWERS | {"last_name": "Autre"}))
        self.assertEqual(self.references(self.data), sorted([stays, again]))
        until(lambda: (self.data / "outbox" / f"{again}-receipt.eml").exists())
        self.assertEqual(self.found("Canari", "canari"), [])

    def found(self, *texts):
        """The files of the data folder that hold a text."""
        files = [file for file in self.data.rglob("*") if file.is_file()]
        return [file for file in files if any(text.encode() in file.read_bytes() for text in texts)]


if __name__ == "__main__":
    unittest.main()
