"""Packaging's own judgements, on small binaries that are made for it."""

import os
import platform
import subprocess
import tempfile
import unittest
from pathlib import Path
from zipfile import ZipFile

from archive import pack
from binary import Unfit, check

ARCH = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
OTHER = {"x86_64": "arm64", "arm64": "x86_64"}[ARCH]


class Binaries(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def binary(self, version):
        """A program that needs a symbol of this version of a libc, which is made for it."""
        for name, text in [
            ("libc.c", "void from_there(void) {}"),
            ("libc.map", f"{version} {{ from_there; }};"),
            ("program.c", "void from_there(void); void _start(void) { from_there(); }"),
        ]:
            (self.folder / name).write_text(text)
        named = ["-Wl,-soname,libc.so.6", "-Wl,--version-script=libc.map"]
        self.cc("-shared", *named, "-o", "libc.so.6", "libc.c")
        self.cc("-o", "program", "program.c", "./libc.so.6")
        return self.folder / "program"

    def cc(self, *arguments):
        subprocess.run(["cc", "-nostdlib", *arguments], cwd=self.folder, check=True)

    def test_the_runtimes_own_glibc_is_enough(self):
        self.assertIn("GLIBC_2.34", check(self.binary("GLIBC_2.34"), ARCH))
        self.assertIn("GLIBC_2.2.5", check(self.binary("GLIBC_2.2.5"), ARCH))

    def test_a_newer_glibc_is_refused_by_the_symbol_that_needs_it(self):
        for version in ["GLIBC_2.36", "GLIBC_2.100", "GLIBC_3", "GLIBC_ABI_DT_RELR"]:
            with self.assertRaises(Unfit) as refused:
                check(self.binary(version), ARCH)
            self.assertIn(f"needs {version} for from_there", str(refused.exception))

    def test_another_architecture_is_refused(self):
        with self.assertRaises(Unfit) as refused:
            check(self.binary("GLIBC_2.34"), OTHER)
        self.assertIn(OTHER, str(refused.exception))


class Archives(unittest.TestCase):
    def test_the_same_files_give_the_same_bytes_whenever_they_were_written(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        archives = []
        for number, names in enumerate([["a", "b"], ["b", "a"]]):
            for name in names:
                (folder / name).write_text(f"the file {name}")
                os.utime(folder / name, (number * 1e9, number * 1e9))
            archive = folder / f"{number}.zip"
            pack(archive, {f"in/{name}": folder / name for name in names})
            archives.append(archive.read_bytes())
        self.assertEqual(*archives)
        with ZipFile(folder / "0.zip") as packed:
            self.assertEqual(packed.read("in/b"), b"the file b")
            self.assertEqual(packed.getinfo("in/a").external_attr >> 16, 0o100755)


if __name__ == "__main__":
    unittest.main()
