"""The form as a service: what a site's new build, a restart and a crash mean for who applies."""

import http.client
import json
import resource
import signal
import socket
import tempfile
import threading
import unittest
from pathlib import Path
from urllib.parse import urlencode

from machine import ANSWERS, HOST, PATIENCE, Service, apply, ask, build, listens, reference, until


class Running(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.site, self.data = self.folder / "dist", self.folder / "data"

    def started(self, held=None):
        service = Service(self.site, self.data, held)
        self.addCleanup(lambda: service.log.closed or service.end(signal.SIGKILL))
        return service

    def browser(self, service):
        browser = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
        self.addCleanup(browser.close)
        return browser

    def test_it_answers_the_form_and_nothing_else(self):
        build(self.site)
        browser = self.browser(self.started())
        self.assertEqual(ask(browser, "/api/health").status, 200)
        for path in ["/", "/candidature/", "/_preview/events"]:
            self.assertEqual(ask(browser, path).status, 404, path)

    def test_a_line_of_its_log_is_json_and_holds_no_answer(self):
        build(self.site)
        service = self.started()
        given = reference(apply(self.browser(service)))
        last = service.said().splitlines()[-1]
        self.assertEqual(json.loads(last)["outcome"], "stored")
        self.assertNotIn(given, last)
        self.assertNotIn("O’Neil", last)

    def test_without_a_build_it_says_what_to_do(self):
        service = self.started()
        self.assertNotEqual(service.process.wait(PATIENCE), 0)
        self.assertIn("the form does not start", service.said())
        self.assertIn("form-fn", service.said())

    def test_a_new_build_is_taken_and_one_that_cannot_be_read_is_not(self):
        build(self.site)
        service = self.started()
        browser = self.browser(service)
        first = json.loads(ask(browser, "/api/health").body)["build"]
        build(self.site, "https://other.exemple.ca")
        self.assertEqual(json.loads(ask(browser, "/api/health").body)["build"], first)
        self.hang_up(service, "the new build is taken")
        second = json.loads(ask(browser, "/api/health").body)["build"]
        self.assertNotEqual(first, second)
        bundle = self.site / "form-fn" / "bundle.json"
        bundle.write_text(bundle.read_text()[:1000])
        self.hang_up(service, "the form does not start")
        self.assertEqual(json.loads(ask(browser, "/api/health").body)["build"], second)

    def hang_up(self, service, words):
        service.tell(signal.SIGHUP)
        until(lambda: words in service.said())

    def test_told_to_end_it_answers_what_has_come_and_ends_well(self):
        build(self.site)
        service = self.started()
        applicant = socket.create_connection(("127.0.0.1", service.port))
        self.addCleanup(applicant.close)
        body = urlencode(ANSWERS).encode()
        applicant.sendall(
            b"POST /api/fr/application HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: 100-continue\r\n"
            b"content-type: application/x-www-form-urlencoded\r\ncontent-length: %d\r\n\r\n" % len(body)
        )
        self.assertTrue(applicant.recv(4096).startswith(b"HTTP/1.1 100"))
        service.tell(signal.SIGTERM)
        until(lambda: not listens(service.port))
        applicant.sendall(body)
        self.assertTrue(applicant.recv(4096).startswith(b"HTTP/1.1 303"))
        self.assertEqual(service.end(), 0)

    def test_a_name_that_only_leads_here_is_refused_and_nothing_is_stored(self):
        build(self.site)
        service = self.started()
        browser = self.browser(service)
        for evil in ["evil.example", f"evil.example:{service.port}"]:
            refused = apply(browser, host=evil, origin=f"http://{evil}")
            self.assertEqual(refused.status, 421)
            self.assertIn("Nothing was stored", refused.body.decode())
        self.assertNotIn("outcome", service.said())
        # By the site's own name, which nginx passes on, and by this machine's behind a tunnel.
        for name in [HOST, f"{HOST}:443", "localhost:9999"]:
            self.assertEqual(ask(browser, "/api/health", host=name).status, 200, name)

    def test_many_who_only_connect_neither_keep_applicants_out_nor_the_service_from_stopping(self):
        build(self.site)
        service = self.started()
        # As many open files as systemd allows.
        resource.prlimit(service.process.pid, resource.RLIMIT_NOFILE, (1024, 1024))
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
        idle = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(1100)]
        for connection in idle:
            self.addCleanup(connection.close)
        idle[-1].sendall(b"POST /api/fr/application HTTP/1.1\r\nhost: ")
        reference(apply(self.browser(service)))
        self.assertEqual(service.end(), 0)

    def test_who_applies_while_it_is_down_waits_and_is_answered(self):
        build(self.site)
        with socket.create_server(("127.0.0.1", 0)) as held:
            first = self.started(held)
            given = reference(apply(self.browser(first)))
            first.end(signal.SIGKILL)
            answers = []
            waiting = self.browser(first)
            applicant = threading.Thread(target=lambda: answers.append(apply(waiting)))
            applicant.start()
            self.started(held)
            applicant.join(PATIENCE)
            # The same application, so the key and the record have stayed.
            self.assertEqual([reference(answer) for answer in answers], [given])


if __name__ == "__main__":
    unittest.main()
