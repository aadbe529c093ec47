"""An institution that uses the project: a copy of it, with data of its own in place of the examples, and an emulation
of AWS for itself alone. The runbooks' tests work there."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
CLI = HERE / "tools/cli"

# The command line of PyPI has an address of its own for queues, and would ask AWS itself.
AWS = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }'

# What is made, not written.
MADE = shutil.ignore_patterns(".git", ".data", "__pycache__", "dist", "node_modules", TARGET.name, "target", "tools")


class Institution:
    """Its checkout of the project, as it stands on the machine of whoever operates the site."""

    def __init__(self, folder):
        self.folder = folder
        # With the files' times, by which cargo sees that nothing is to be compiled again.
        shutil.copytree(ROOT, folder, ignore=MADE)
        (folder / "infra/aws/tools").symlink_to(HERE / "tools")
        for path in (folder / "content").rglob("*"):
            if path.suffix in (".md", ".yaml"):
                text = path.read_text().replace(": !example", ":").replace("sample: true\n", "")
                path.write_text(text.replace("exemple.ca", "example.ca"))

    def write(self, old, new):
        """Another fact of site.yaml."""
        facts = self.folder / "content/site.yaml"
        before, found, after = facts.read_text().partition(old)
        assert found, old
        facts.write_text(before + new + after)

    def run(self, script, **typed):
        """In bash, from the project's folder, with the tools that the runbooks ask for."""
        known = {
            "CARGO_TARGET_DIR": str(TARGET),
            "PYTHONPATH": str(CLI),
            "PATH": f"{CLI / 'bin'}:{TARGET / 'debug'}:{os.environ['PATH']}",
        }
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{AWS}\n{script}"],
            cwd=self.folder,
            env=os.environ | known | typed,
            capture_output=True,
            text=True,
        )


@contextmanager
def emulation():
    """Another one than the one that the tests run under, if any."""
    tell = "import json, os, sys; print(json.dumps(dict(os.environ)), flush=True); sys.stdin.read()"
    command = [HERE / "emulator", sys.executable, "-c", tell]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        with mock.patch.dict(os.environ, json.loads(running.stdout.readline()), clear=True):
            yield
