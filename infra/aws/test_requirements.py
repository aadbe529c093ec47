"""Every Python package is pinned with its hashes, and nothing else is installed."""

import base64
import hashlib
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock
from zipfile import ZipFile

import libraries

ROOT = Path(__file__).resolve().parents[2]


class Pins(unittest.TestCase):
    def files(self, ending):
        listed = subprocess.run(["git", "ls-files", f"infra/**requirements*.{ending}"], cwd=ROOT, capture_output=True, text=True, check=True)
        return [ROOT / name for name in listed.stdout.split()]

    def test_each_list_has_its_source_and_each_package_its_version_and_hashes(self):
        self.assertGreater(len(self.files("txt")), 4)
        self.assertEqual([file.with_suffix(".in") for file in self.files("txt")], self.files("in"))
        for file in self.files("txt"):
            text = re.sub(r"\\\n", " ", file.read_text())
            lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
            self.assertTrue(lines, file)
            for line in lines:
                self.assertRegex(line, r"^[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", file.name)

    def test_what_a_source_names_is_in_its_list(self):
        for file in self.files("in"):
            named = re.findall(r"^[\w.-]+==\S+", file.read_text(), re.MULTILINE)
            listed = file.with_suffix(".txt").read_text()
            self.assertEqual([name for name in named if f"{name} " not in listed], [], file.name)


class Installing(unittest.TestCase):
    """With a package of the test's own, and no registry."""

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.folder / "wheels").mkdir()
        self.wheel = self.packed("1.0")
        self.enterContext(mock.patch.dict(os.environ, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(self.folder / "wheels")))

    def packed(self, version):
        wheel = self.folder / f"wheels/ours-{version}-py3-none-any.whl"
        about = f"ours-{version}.dist-info"
        files = {
            "ours.py": f"version = {version!r}\n",
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: ours\nVersion: {version}\n",
            f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        hashed = lambda text: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record = "".join(f"{name},sha256={hashed(text)},{len(text)}\n" for name, text in files.items())
        with ZipFile(wheel, "w") as packing:
            for name, text in (files | {f"{about}/RECORD": f"{record}{about}/RECORD,,\n"}).items():
                packing.writestr(name, text)
        return wheel

    def pinned(self, wheel, digest=None):
        version = wheel.name.split("-")[1]
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest() if digest is None else digest
        file = self.folder / "requirements.txt"
        file.write_text(f"ours=={version} {f'--hash=sha256:{digest}' if digest else ''}\n")
        return file

    def install(self, requirements):
        libraries.install(self.folder / "tools", requirements)
        return (self.folder / "tools/ours.py").read_text()

    def test_what_is_pinned_is_installed_and_again_when_the_pin_changes(self):
        self.assertIn("1.0", self.install(self.pinned(self.wheel)))
        self.assertIn("1.1", self.install(self.pinned(self.packed("1.1"))))

    def test_another_file_and_one_without_a_hash_are_refused(self):
        for digest in ["0" * 64, ""]:
            with self.assertRaises(subprocess.CalledProcessError):
                self.install(self.pinned(self.wheel, digest))
        self.assertFalse((self.folder / "tools/ours.py").exists())


if __name__ == "__main__":
    unittest.main()
