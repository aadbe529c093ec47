"""Where the programs listen: at the form's own address and nowhere else, so that nothing but the form and the
staff's command reaches the applications."""

import http.client
import os
import pty
import re
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from machine import PATIENCE, ROOT, TARGET, Service, apply, build, reference, until

LISTENS = "0A"
ACCEPTS = 0x10000


def inodes(pid):
    """The numbers of a process's sockets."""
    links = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.append(os.readlink(descriptor))
        except FileNotFoundError:
            pass  # Closed in the meantime.
    return {link[len("socket:[") : -1] for link in links if link.startswith("socket:[")}


def listening(pid):
    """The addresses at which a process takes connections or datagrams."""
    own, found = inodes(pid), set()
    for table in ["tcp", "tcp6", "udp", "udp6"]:
        file = Path(f"/proc/{pid}/net/{table}")
        for line in file.read_text().splitlines()[1:] if file.exists() else []:
            parts = line.split()
            address, state, inode = parts[1], parts[3], parts[9]
            if inode in own and (state == LISTENS or table.startswith("udp")):
                found.add((table, int(address.rsplit(":", 1)[1], 16)))
    for line in Path(f"/proc/{pid}/net/unix").read_text().splitlines()[1:]:
        parts = line.split()
        if parts[6] in own and int(parts[3], 16) & ACCEPTS:
            found.add(("unix", parts[7] if len(parts) > 7 else ""))
    return found


class Listening(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.site = cls.folder / "dist"
        build(cls.site)

    def setUp(self):
        self.data = self.folder / self._testMethodName

    def service(self):
        service = Service(self.site, self.data)
        self.addCleanup(lambda: service.log.closed or service.end(signal.SIGKILL))
        browser = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
        self.addCleanup(browser.close)
        return service, reference(apply(browser))

    def test_the_socket_of_another_program_would_be_seen(self):
        command = "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); input()"
        other = subprocess.Popen(
            ["python3", "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.addCleanup(other.communicate, "\n")
        port = int(other.stdout.readline())
        self.assertEqual(listening(other.pid), {("tcp", port)})

    def test_the_service_listens_at_the_forms_address_alone(self):
        service, _ = self.service()
        self.assertEqual(listening(service.process.pid), {("tcp", service.port)})

    def test_the_whole_system_listens_only_where_it_says(self):
        log = self.folder / "system.log"
        folders = ["--content", ROOT / "content", "--themes", ROOT / "themes", "--out", self.site]
        command = [TARGET / "local", "--addr", "127.0.0.1:0", "--data", self.data, *folders]
        with log.open("w") as output:
            system = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, env=os.environ | {"LC_ALL": "C"}
            )
        self.addCleanup(system.wait)
        self.addCleanup(system.kill)
        until(lambda: "Ctrl+C stops" in log.read_text() or system.poll() is not None)
        port = re.search(r"Site and form: +http://127\.0\.0\.1:(\d+)", log.read_text()).group(1)
        browser = http.client.HTTPConnection("127.0.0.1", int(port), timeout=PATIENCE)
        self.addCleanup(browser.close)
        reference(apply(browser))
        self.assertEqual(listening(system.pid), {("tcp", int(port))})

    def test_the_staffs_command_listens_nowhere_while_it_waits_for_a_confirmation(self):
        _, given = self.service()
        place = ["--local", "--data", self.data, "--bundle", self.site / "form-fn", "--by", "marie"]
        theirs, ours = pty.openpty()
        self.addCleanup(os.close, theirs)
        command = subprocess.Popen(
            [TARGET / "applications", "erase", given, *place],
            stdin=ours,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"LC_ALL": "C"},
        )
        self.addCleanup(command.communicate)
        os.close(ours)
        self.addCleanup(os.write, theirs, b"no\n")
        self.assertIn("Type its reference to confirm", command.stdout.readline())
        self.assertEqual(listening(command.pid), set())


if __name__ == "__main__":
    unittest.main()
