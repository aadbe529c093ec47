"""boto3, AWS's own library, in the folder `tools` beside this file, as requirements.txt pins it: with the hash of each
file, because it runs with the account's keys. The AWS command line would need a shell's parsing of JSON, and every
machine has another version of it."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOLS = HERE / "tools"


def ready():
    """Makes them importable; installs them the first time."""
    sys.path.insert(0, str(TOOLS))
    if not (TOOLS / "boto3").is_dir():
        print(f"Installing boto3 into {TOOLS}, as requirements.txt pins it")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        wanted = ["--require-hashes", "--no-deps", "--target", TOOLS, "--requirement", HERE / "requirements.txt"]
        subprocess.run([*pip, *wanted], check=True)
