"""A backup of a system that runs, brought back elsewhere."""

import http.client
import os
import signal
import sqlite3
import subprocess
import tempfile
import threading
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from machine import ANSWERS, HERE, Service, apply, build, program, reference, run


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
        browser = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
        self.addCleanup(browser.close)
        return browser

    def called(self, *command):
        # `age` may stand beside the tests only.
        path = f"{Path(program('age')).parent}:{os.environ['PATH']}"
        return subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PATH": path})

    def back_up(self, *options):
        folders = ["--data", self.data, "--to", self.to, "--site", self.built]
        return self.called(HERE / "backup", *folders, *options)

    def backed_up(self, *options):
        """The file of a backup that was made."""
        made = self.back_up(*options)
        self.assertEqual((made.returncode, made.stderr), (0, ""))
        return Path(made.stdout.splitlines()[0])

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


class Forgetting(Kept):
    def test_what_was_destroyed_leaves_the_disk_while_the_service_runs(self):
        browser = self.started(self.data)
        gone = reference(apply(browser, answers=ANSWERS | {"last_name": "Canari"}))
        stays = reference(apply(browser))
        self.destroy(gone)
        self.assertIn(b"Canari", self.on_disk(self.data), "it is still there")
        self.a_day_passes()
        forgot = self.called(HERE / "forget", "--data", self.data)
        self.assertEqual((forgot.returncode, forgot.stderr), (0, ""))
        self.assertNotIn(b"Canari", self.on_disk(self.data))
        # The service goes on, with what stays and with what comes.
        self.assertEqual(self.references(self.data), [stays])
        self.assertEqual(reference(apply(browser)), stays)
        again = reference(apply(browser, answers=ANSWERS | {"last_name": "Autre"}))
        self.assertEqual(self.references(self.data), sorted([stays, again]))

    def destroy(self, gone):
        """As the engine does when an item is deleted."""
        database = sqlite3.connect(self.data / "dynamodb.sqlite")
        with database:
            key = (f"S:APPLICATION#{gone}",)
            for table, column in self.tables(database):
                database.execute(f'DELETE FROM "{table}" WHERE {column} = ?', key)
        database.close()

    def tables(self, database):
        """The table and its indexes, each with its column for the table's key."""
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'applications%'")
        return [(name, "pk" if name == "applications" else "table_pk") for (name,) in names]

    def a_day_passes(self):
        database = sqlite3.connect(self.data / "dynamodb.sqlite")
        with database:
            database.execute("UPDATE _stream_records SET created_at = created_at - 90000")
        database.close()


if __name__ == "__main__":
    unittest.main()
