"""Whether Lambda's `provided.al2023` can start a binary: its architecture, and the glibc that it needs.
On a newer system than the runtime's, the linker binds to newer symbols without a word."""

import os
import re
import subprocess

# The glibc of Amazon Linux 2023.
RUNTIME = (2, 34)

# What cargo calls Lambda's architectures, and what readelf does.
TARGETS = {"x86_64": "x86_64-unknown-linux-gnu", "arm64": "aarch64-unknown-linux-gnu"}
MACHINES = {"x86_64": "Advanced Micro Devices X86-64", "arm64": "AArch64"}


class Unfit(Exception):
    """Why the runtime cannot start a binary."""


def check(binary, arch):
    """What the binary needs, in words; raises Unfit if the runtime has it not."""
    machine = re.search(r"Machine:\s+(.+)", readelf(binary, "--file-header")).group(1)
    if machine != MACHINES[arch]:
        raise Unfit(f"{binary} is built for {machine}, and the function for {arch}")
    needs = glibc(readelf(binary, "--version-info"))
    newest = max(needs, key=needs.get, default=None)
    runtime = ".".join(map(str, RUNTIME))
    if newest is None:
        return "needs no glibc"
    if needs[newest] > RUNTIME:
        symbols = symbols_of(newest, readelf(binary, "--dyn-syms"))
        raise Unfit(
            f"{binary} needs {newest} for {', '.join(symbols) or 'its format'}, and provided.al2023 "
            f"has glibc {runtime}: build it where glibc is that or older, as on Amazon Linux 2023"
        )
    return f"needs {newest}, the runtime has {runtime}"


def glibc(version_info):
    """The versions of glibc that are needed, to be compared. One that is no number, such as
    GLIBC_ABI_DT_RELR, came after the runtime's."""
    names = re.findall(r"Name: (GLIBC_\S+)", version_info)
    numbers = {name: re.fullmatch(r"GLIBC_(\d+(?:\.\d+)*)", name) for name in names}
    beyond = (float("inf"),)
    return {
        name: tuple(map(int, number.group(1).split("."))) if number else beyond
        for name, number in numbers.items()
    }


def symbols_of(version, dyn_syms):
    return sorted(set(re.findall(rf" UND (\S+?)@{re.escape(version)}\b", dyn_syms)))


def readelf(binary, what):
    command = ["readelf", "--wide", what, binary]
    english = os.environ | {"LC_ALL": "C"}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=english).stdout
