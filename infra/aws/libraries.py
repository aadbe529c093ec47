"""boto3, AWS's own library, in the folder `tools` beside this file, as requirements.txt pins it: with the hash of each
file, because it runs with the account's keys. The AWS command line would need a shell's parsing of JSON, and every
machine has another version of it."""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOLS = HERE / "tools"
REQUIREMENTS = HERE / "requirements.txt"


def ready():
    """Makes them importable; installs them the first time, and when others are pinned."""
    install(TOOLS, REQUIREMENTS)
    sys.path.insert(0, str(TOOLS))


def install(folder, requirements):
    """Installs what a file pins, unless the folder has it. pip refuses a file whose hash is another, a package without a
    hash, and one that would run a script to be built."""
    installed = folder / f"installed-{requirements.name}"
    if installed.is_file() and installed.read_bytes() == requirements.read_bytes():
        return
    print(f"Installing boto3 into {folder}, as {requirements.name} pins it")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--root-user-action=ignore"]
    safely = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*pip, *safely, "--upgrade", "--target", folder, "--requirement", requirements], check=True)
    shutil.copyfile(requirements, installed)
