"""Messages on their way: taken, refused for good, refused for now, and no server at all."""

import socketserver
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from machine import HERE, free_port

MESSAGE = "From: {by}@exemple.ca\r\nTo: {to}\r\nSubject: =?utf-8?q?Re=C3=A7u?=\r\n\r\n.\r\nBonjour\r\n"


class Server(socketserver.StreamRequestHandler):
    """A mail server that takes what it is sent, unless the recipient's name says otherwise."""

    def handle(self):
        self.say("220 ready")
        patience = 3
        while line := self.rfile.readline().decode().strip():
            word, recipient = line[:4].upper(), ""
            if line.upper().startswith("RCPT TO:"):
                recipient = line[8:].strip("<> ")
            if patience == 0:
                return self.say("421 too many errors")
            if word in ["HELO", "EHLO"]:
                self.server.names.add(line.split()[1])
                self.say("250 fine")
            elif line.upper().startswith("MAIL FROM:<BAD@"):
                self.say("550 not one of ours")
            elif recipient.startswith("never"):
                patience -= 1
                self.say("550 no such person: " + recipient)
            elif recipient.startswith("later"):
                patience -= 1
                self.say("451 try again")
            elif word == "DATA":
                self.say("354 go on")
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say("250 taken")
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 fine")

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


class Post(unittest.TestCase):
    def setUp(self):
        self.outbox = Path(self.enterContext(tempfile.TemporaryDirectory())) / "outbox"
        self.server = self.enterContext(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server))
        self.server.taken, self.server.names = [], set()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.shutdown)

    def put(self, name, to, by="programme"):
        self.outbox.mkdir(exist_ok=True)
        (self.outbox / f"{name}.eml").write_bytes(MESSAGE.format(to=to, by=by).encode())

    def post(self, port=None):
        relay = f"127.0.0.1:{port or self.server.server_address[1]}"
        command = [HERE / "post", "--outbox", self.outbox, "--relay", relay]
        return subprocess.run(command, capture_output=True, text=True)

    def left(self):
        return sorted(str(file.relative_to(self.outbox)) for file in self.outbox.rglob("*.eml"))

    def test_what_is_taken_is_removed_and_a_line_with_a_dot_arrives(self):
        self.put("a-receipt", "zoe@exemple.ca")
        ran = self.post()
        self.assertEqual((ran.returncode, ran.stderr, self.left()), (0, "", []))
        self.assertIn(b"\r\n..\r\nBonjour", self.server.taken[0])

    def test_nobody_waits_for_another(self):
        self.put("a-receipt", "never@exemple.ca")
        self.put("b-receipt", "later@exemple.ca")
        self.put("c-receipt", "zoe@exemple.ca")
        ran = self.post()
        self.assertEqual(ran.returncode, 1)
        self.assertEqual(len(self.server.taken), 1)
        self.assertEqual(self.left(), ["b-receipt.eml", "refused/a-receipt.eml"])
        self.assertIn("yet: b-receipt.eml; refused for good, see README.md: a-receipt.eml", ran.stderr)
        self.assertNotIn("@", ran.stderr)

    def test_what_was_refused_is_told_until_somebody_has_seen_to_it(self):
        self.put("a-receipt", "never@exemple.ca")
        self.assertEqual(self.post().returncode, 1)
        again = self.post()
        self.assertEqual(again.returncode, 1)
        self.assertIn("refused for good, see README.md: a-receipt.eml", again.stderr)
        (self.outbox / "refused" / "a-receipt.eml").unlink()
        self.assertEqual(self.post().returncode, 0)

    def test_a_server_that_hangs_up_after_some_refusals_keeps_nobody_waiting(self):
        for number in range(5):
            self.put(f"a{number}-receipt", "later@exemple.ca")
        self.put("b-receipt", "zoe@exemple.ca")
        self.assertEqual(self.post().returncode, 1)
        self.assertEqual(len(self.server.taken), 1)
        self.assertEqual(self.left(), [f"a{number}-receipt.eml" for number in range(5)])

    def test_a_refusal_of_the_programmes_own_address_sets_nothing_aside(self):
        self.put("a-receipt", "zoe@exemple.ca", by="bad")
        self.assertEqual((self.post().returncode, self.left()), (1, ["a-receipt.eml"]))

    def test_the_name_of_the_machine_is_not_asked_for(self):
        self.put("a-receipt", "zoe@exemple.ca")
        self.assertEqual(self.post().returncode, 0)
        self.assertEqual(self.server.names, {"localhost"})

    def test_without_a_server_everything_stays(self):
        self.put("a-receipt", "zoe@exemple.ca")
        ran = self.post(free_port())
        self.assertEqual((ran.returncode, self.left()), (1, ["a-receipt.eml"]))
        self.assertIn("does not answer", ran.stderr)

    def test_an_empty_outbox_needs_no_server(self):
        self.assertEqual(self.post(free_port()).returncode, 0)


if __name__ == "__main__":
    unittest.main()
