"""The sample configuration of nginx in front of a built site and its form, over HTTPS."""

import gzip
import json
import re
import select
import shutil
import tempfile
import unittest
from pathlib import Path
from urllib.parse import unquote

from machine import HOST, ROOT, Browser, Proxy, Service, apply, ask, build, reference
import machine

OLD = ["/joindre/", "/programme/bénévolat/", "/accueil.html", "/à l’écoute/", "/1$ {a}~/"]


def setUpModule():
    global folder, site, service, proxy, base
    folder = Path(unittest.enterModuleContext(tempfile.TemporaryDirectory()))
    site = folder / "dist"
    shutil.copytree(ROOT / "content", folder / "content")
    contact = folder / "content" / "pages" / "contact.fr.md"
    contact.write_text(contact.read_text().replace("---\n", f"---\naliases: {json.dumps(OLD)}\n", 1))
    build(site, content=folder / "content")
    service = Service(site, folder / "data")
    unittest.addModuleCleanup(service.end)
    place = folder / "nginx"
    place.mkdir()
    proxy = Proxy(place, site, service.port)
    unittest.addModuleCleanup(proxy.end)
    # Again, now that the port is known: the address of the site is what the form takes posts from.
    base = f"https://{HOST}:{proxy.port}"
    build(site, base, folder / "content")
    service.tell(machine.signal.SIGHUP)
    machine.until(lambda: "the new build is taken" in service.said())


def security():
    """The headers of the build, as they come."""
    return json.loads((site / "headers.json").read_text()).items()


class Visit(unittest.TestCase):
    def setUp(self):
        self.browser = Browser(proxy)
        self.addCleanup(self.browser.close)

    def get(self, path, **headers):
        return ask(self.browser, path, **headers)

    def assertSafe(self, answer):
        for name, value in security():
            self.assertEqual(answer.headers.get_all(name), [value], name)


class Site(Visit):
    def test_every_page_of_the_site_map_is_there_with_the_headers_of_the_build(self):
        found = re.findall(r"<loc>(.*?)</loc>", self.get("/sitemap.xml").body.decode())
        self.assertGreater(len(found), 50)
        for address in found:
            self.assertTrue(address.startswith(base), address)
            answer = self.get(address.removeprefix(base))
            self.assertEqual((answer.status, answer.kind), (200, "text/html; charset=utf-8"), address)
            self.assertEqual(answer.headers.get_all("cache-control"), ["public, max-age=60"])
            self.assertSafe(answer)
            self.assertNotIn(b"_preview", answer.body)

    def test_every_file_of_the_build_comes_as_it_is_with_its_type(self):
        kinds = {
            "html": "text/html; charset=utf-8",
            "css": "text/css; charset=utf-8",
            "js": "text/javascript; charset=utf-8",
            "txt": "text/plain; charset=utf-8",
            "json": "application/json",
            "webmanifest": "application/manifest+json",
            "svg": "image/svg+xml",
            "png": "image/png",
            "xml": "application/xml",
        }
        seen = set()
        for file in (site / "public").rglob("*"):
            name = str(file.relative_to(site / "public"))
            moved = any(unquote(row["from"]).strip("/") == name.removesuffix("/index.html") for row in redirects())
            if not file.is_file() or moved:
                continue
            answer = self.get("/" + name)
            self.assertEqual((answer.status, answer.body), (200, file.read_bytes()), name)
            kind = "application/atom+xml; charset=utf-8" if file.name == "atom.xml" else kinds[file.suffix[1:]]
            self.assertEqual(answer.kind, kind, name)
            is_kept = name.startswith(("assets/", "media/"))
            cache = "public, max-age=31536000, immutable" if is_kept else "public, max-age=60"
            self.assertEqual(answer.headers.get_all("cache-control"), [cache], name)
            seen.add(file.suffix[1:])
        self.assertEqual(seen, set(kinds))

    def test_old_addresses_lead_on(self):
        listed = {unquote(row["from"]): row["to"] for row in redirects()}
        self.assertEqual(sorted(listed), sorted(OLD))
        for row in redirects():
            for path in {row["from"], row["from"].rstrip("/")}:
                answer = self.get(path)
                told = (answer.status, answer.headers["location"])
                self.assertEqual(told, (row["status"], row["to"]), path)
                self.assertSafe(answer)
                self.assertEqual(self.get(row["to"]).status, 200)

    def test_a_folder_without_its_slash_leads_to_its_page(self):
        answer = self.get("/en/contact")
        self.assertEqual((answer.status, answer.headers["location"]), (301, "/en/contact/"))

    def test_what_is_not_there_is_told_in_the_language(self):
        for path, lang in [
            ("/nulle-part", "fr"),
            ("/en/nowhere/", "en"),
            ("/english", "fr"),
            ("/assets/", "fr"),
            ("/.well-known/", "fr"),
            ("/assets/style.000000000000.css", "fr"),
            ("/index.php?q=canary-of-a-search", "fr"),
        ]:
            answer = self.get(path)
            self.assertEqual(answer.status, 404, path)
            self.assertIn(f'<html lang="{lang}'.encode(), answer.body, path)
            self.assertEqual(answer.headers["cache-control"], "public, max-age=60")
            self.assertSafe(answer)
        answer = ask(self.browser, "/en/contact/", "POST", "a=b")
        self.assertEqual(answer.status, 405)
        self.assertIn(b'<html lang="en', answer.body)

    def test_nothing_beside_the_site_is_shown(self):
        (site / "public" / ".env").write_text("SECRET")
        (site / "public" / "en" / ".git").mkdir()
        (site / "public" / "en" / ".git" / "config").write_text("SECRET")
        for path in ["/.env", "/en/.git/config", "/en/.git/", "/../form-fn/bundle.json", "/%2e%2e/redirects.json",
                     "/_failed/fr/unreachable.html", "/nginx/http.conf", "/.well-known/../.env"]:
            answer = self.get(path)
            self.assertIn(answer.status, [400, 404], path)
            self.assertNotIn(b"SECRET", answer.body)
            self.assertNotIn(b"digest", answer.body)

    def test_pages_are_compressed_for_who_can_read_that(self):
        answer = self.get("/", accept_encoding="gzip")
        self.assertEqual(answer.headers["content-encoding"], "gzip")
        self.assertEqual(answer.headers["vary"], "Accept-Encoding")
        self.assertEqual(gzip.decompress(answer.body), (site / "public/index.html").read_bytes())

    def test_http_leads_to_https_and_other_names_get_nothing(self):
        plain = machine.http.client.HTTPConnection("127.0.0.1", proxy.plain_port)
        answer = ask(plain, "/en/apply/?opportunity=signs", host="elsewhere.example")
        plain.close()
        self.assertEqual(answer.status, 301)
        self.assertEqual(answer.headers["location"], f"{base}/en/apply/?opportunity=signs")
        with self.assertRaises(machine.ssl.SSLError) as refused:
            ask(Browser(proxy, "elsewhere.example"), "/")
        self.assertIn("unrecognized name", str(refused.exception).lower().replace("_", " "))


class Form(Visit):
    def test_an_application_is_received_once(self):
        first = apply(self.browser, origin=base, sec_fetch_site="same-origin")
        self.assertEqual(reference(first), reference(apply(self.browser, "en", origin=base)))
        confirmation = self.get(first.headers["location"])
        self.assertEqual(confirmation.status, 200)
        self.assertIn(reference(first).encode(), confirmation.body)

    def test_posts_of_other_sites_are_refused_by_the_public_name(self):
        for origin in ["https://elsewhere.example", f"http://{HOST}:{proxy.port}", "http://127.0.0.1:8081"]:
            self.assertEqual(apply(self.browser, origin=origin).status, 403, origin)
        # As sent by the page at the usual port, whatever `base_url` says.
        self.assertEqual(apply(self.browser, origin=f"https://{HOST}", host=HOST).status, 303)

    def test_its_answers_have_the_headers_once_and_are_kept_by_nobody(self):
        long = {"motivation": "é" * 12_000}
        for answer, status in [
            (self.get("/api/health"), 200),
            (apply(self.browser, answers={"motivation": "Je veux"}), 422),
            (apply(self.browser, "en", answers=long), 413),
            (self.get("/api/en/application/0123-4565"), 200),
            (self.get("/api/en/application/0123-4566"), 404),
            (ask(self.browser, "/api/fr/application", "PUT"), 405),
        ]:
            self.assertEqual(answer.status, status)
            self.assertSafe(answer)
            self.assertEqual(answer.headers.get_all("cache-control"), ["no-store"])

    def test_what_is_far_too_long_is_refused_in_the_language(self):
        over = Browser(proxy)
        over.putrequest("POST", "/api/en/application")
        over.putheader("content-type", "application/x-www-form-urlencoded")
        over.putheader("content-length", str(11_000_000))
        over.endheaders()
        answer = machine.Answer(over.getresponse())
        over.close()
        self.assertEqual(answer.status, 413)
        self.assertIn("What you sent is too long".encode(), answer.body)
        self.assertSafe(answer)
        self.assertEqual(answer.headers.get_all("cache-control"), ["no-store"])

    def test_the_service_is_told_the_public_name_and_no_address(self):
        heard = self.heard_behind("/api/fr/application?x=1")
        self.assertIn(f"Host: {HOST}\r\n", heard)
        self.assertIn("X-Forwarded-Proto: https\r\n", heard)
        self.assertNotIn("Forwarded-For", heard)
        self.assertNotIn("Real-IP", heard)

    def heard_behind(self, path):
        """What a service behind another nginx hears."""
        with machine.socket.create_server(("127.0.0.1", 0)) as behind:
            place = folder / "heard"
            place.mkdir()
            other = Proxy(place, site, behind.getsockname()[1])
            try:
                browser = Browser(other)
                browser.request("GET", path)
                connection = behind.accept()[0]
                heard = connection.recv(65536).decode()
                connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
                connection.close()
                browser.getresponse()
                browser.close()
            finally:
                other.end()
        return heard


class Away(Visit):
    """The form's service is not there at all."""

    def setUp(self):
        self.place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.proxy = Proxy(self.place, site, machine.free_port())
        self.addCleanup(self.proxy.end)
        self.browser = Browser(self.proxy)
        self.addCleanup(self.browser.close)

    def test_the_page_says_so_in_the_language_with_the_phone(self):
        for lang, words in [("fr", "n’a pas abouti"), ("en", "did not go through")]:
            answer = apply(self.browser, lang)
            self.assertEqual((answer.status, answer.kind), (503, "text/html; charset=utf-8"))
            self.assertRegex(answer.body.decode(), rf"(?s)<main>.*<p>[^<]*{words}[^<]*819.555-0123")
            self.assertEqual(answer.headers.get_all("cache-control"), ["no-store"])
            self.assertSafe(answer)
            line = f'"POST /api/{lang}/application" 503'
            machine.until(lambda: line in self.proxy.logged())


class Limited(Visit):
    """nginx with other limits than those of the sample."""

    def started(self, *limits):
        proxy = Proxy(Path(self.enterContext(tempfile.TemporaryDirectory())), site, service.port, *limits)
        self.addCleanup(proxy.end)
        return proxy

    def at(self, proxy, source):
        browser = Browser(proxy, source=source)
        self.addCleanup(browser.close)
        return browser


class Busy(Limited):
    """More comes from one address than is taken at once."""

    def setUp(self):
        self.proxy = self.started(("rate=10r/s", "rate=1r/m", 1), ("burst=100 delay=20", "burst=1 nodelay", 1))
        self.browser = self.at(self.proxy, "127.0.0.1")

    def test_one_too_many_is_answered_in_the_language_and_loses_nothing(self):
        for _ in range(2):
            reference(apply(self.browser))
        for lang, words in [("fr", "Attendez 2 minutes"), ("en", "Wait 2 minutes")]:
            answer = apply(self.browser, lang)
            self.assertEqual((answer.status, answer.kind), (429, "text/html; charset=utf-8"))
            self.assertIn(f'<html lang="{lang}', answer.body.decode())
            # The form's script shows the first paragraph; without it, the second one says where the answers are.
            first, second = re.findall(r"<p>(.*?)</p>", answer.body.decode())
            self.assertIn(words, first)
            self.assertRegex(second, "vos réponses y sont encore|your answers are still there")
            self.assertEqual(answer.headers.get_all("retry-after"), ["120"])
            self.assertEqual(answer.headers.get_all("cache-control"), ["no-store"])
            self.assertSafe(answer)
        self.assertEqual(self.get("/").status, 200)

    def test_another_address_is_served(self):
        for _ in range(2):
            reference(apply(self.browser))
        self.assertEqual(apply(self.browser).status, 429)
        reference(apply(self.at(self.proxy, "127.0.0.2")))

    def test_of_ipv6_a_whole_network_is_one_address(self):
        # The address that a header names, as behind another proxy.
        named = "reset_timedout_connection on;\nset_real_ip_from 127.0.0.1;\nreal_ip_header X-Client;"
        for network, same, other in [
            ("2001:db8:1:2::1", "2001:db8:1:2:a:b:c:d", "2001:db8:1:3::1"),
            ("2001:db8:1::1", "2001:db8:1:0:0:b:c:d", "2001:db8:2::1"),
            ("192.0.2.1", "192.0.2.1", "192.0.2.2"),
        ]:
            proxy = self.started(("rate=10r/s", "rate=1r/m", 1), ("burst=100 delay=20", "burst=1 nodelay", 1),
                                 ("reset_timedout_connection on;", named, 1))
            browser = self.at(proxy, "127.0.0.1")
            answers = [ask(browser, "/api/health", x_client=address).status for address in [network, same, same, other]]
            self.assertEqual(answers, [200, 200, 429, 200], network)


class Crowd(Limited):
    """One address holds as many connections as it can."""

    def setUp(self):
        # They are held for as long as the test takes, on any machine.
        self.proxy = self.started(("client_body_timeout   15s", "client_body_timeout 600s", 1))
        self.held = [self.at(self.proxy, "127.0.0.1") for _ in range(260)]
        for browser in self.held:
            browser.putrequest("POST", "/api/fr/application")
            browser.putheader("content-type", "application/x-www-form-urlencoded")
            browser.putheader("content-length", "1000")
            browser.endheaders(b"first_name=")

    def answered(self):
        """Those that were answered; the others wait for the rest of what they send."""
        sockets = {browser.sock: browser for browser in self.held}
        readable, _, _ = select.select(list(sockets), [], [], 0)
        return [sockets[ready] for ready in readable]

    def test_another_applicant_is_served_meanwhile(self):
        machine.until(lambda: len(self.answered()) >= 60)
        reference(apply(self.at(self.proxy, "127.0.0.2"), answers=machine.ANSWERS | {"first_name": "Autre"}))
        refused = self.answered()
        self.assertGreater(len(self.held) - len(refused), 50, "they are held meanwhile")
        for browser in refused:
            self.assertEqual(browser.getresponse().status, 429)


class Slow(Limited):
    """Somebody who holds a connection and sends nothing more."""

    def test_a_request_that_does_not_come_is_not_waited_for(self):
        proxy = self.started(("client_header_timeout 10s", "client_header_timeout 1s", 1),
                             ("client_body_timeout   15s", "client_body_timeout 1s", 1))
        for begun in [b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
                      f"POST /api/fr/application HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 9\r\n\r\na".encode()]:
            browser = self.at(proxy, "127.0.0.1")
            browser.connect()
            browser.sock.sendall(begun)
            told = b""
            try:
                while piece := browser.sock.recv(4096):
                    told += piece
            except ConnectionError:
                pass
            self.assertNotIn(b" 200 ", told)


class Logs(unittest.TestCase):
    def test_they_hold_nothing_of_visitors(self):
        browser = Browser(proxy)
        self.addCleanup(browser.close)
        ask(browser, "/?q=canary-search", user_agent="canary-agent", referer="https://canary.example/")
        given = reference(apply(browser, answers=machine.ANSWERS | {"first_name": "Canari"}))
        ask(browser, f"/api/fr/application/{given}?contact_by=2027-01-01")
        ask(browser, "/canary-of-nothing?canary=search")
        machine.until(lambda: '"GET /canary-of-nothing" 404' in proxy.logged())
        text = proxy.logged().replace("/canary-of-nothing", "")
        self.assertIn('"POST /api/fr/application" 303', text)
        self.assertIn('"GET /api/fr/application/-" 200', text)
        for canary in ["canary", "Canari", given, "127.0.0.1", "contact_by"]:
            self.assertNotIn(canary, text)
        self.assertNotIn("Canari", service.said())


def redirects():
    return json.loads((site / "redirects.json").read_text())


if __name__ == "__main__":
    unittest.main()
