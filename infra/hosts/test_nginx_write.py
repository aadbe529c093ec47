"""What root takes from a build that another account owns: data, or nothing."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from machine import HERE, PATIENCE, build


class Written(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.built = Path(cls.enterClassContext(tempfile.TemporaryDirectory())) / "dist"
        build(cls.built)

    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.site, self.to = folder / "dist", folder / "nginx"
        (self.site / "form-fn").mkdir(parents=True)
        for name in ["headers.json", "redirects.json", "form-fn/bundle.json"]:
            shutil.copy(self.built / name, self.site / name)
        self.secret = folder / "secret.json"
        self.secret.write_text("{}")

    def write(self):
        command = [HERE / "nginx" / "write", "--site", self.site, "--to", self.to]
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)

    def files(self):
        return {file: file.read_bytes() for file in self.to.rglob("*") if file.is_file()}

    def refused(self, words):
        """Nothing is written, and why is said in a line."""
        before = self.files()
        ran = self.write()
        self.assertEqual(ran.returncode, 1, ran.stdout)
        self.assertRegex(ran.stderr, rf"\Aerror: .*{words}.*\n\Z")
        self.assertEqual(self.files(), before)

    def put(self, name, value):
        (self.site / name).write_text(value if isinstance(value, str) else json.dumps(value))

    def bundle(self, change):
        bundle = json.loads((self.built / "form-fn/bundle.json").read_text())
        change(bundle)
        self.put("form-fn/bundle.json", bundle)

    def test_a_build_is_taken_and_what_is_written_is_for_everybody_to_read(self):
        ran = self.write()
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        names = sorted(str(file.relative_to(self.to)) for file in self.files())
        pages = [f"pages/{lang}/{page}.html" for lang in ["en", "fr"] for page in ["too-large", "too-many", "unreachable"]]
        self.assertEqual(names, ["http.conf", *pages, "server.conf"])
        for file in self.files():
            self.assertEqual(file.stat().st_mode & 0o777, 0o644)

    def test_nothing_of_the_build_is_included_as_it_is(self):
        sample = (HERE / "nginx" / "partenaires.conf").read_text()
        for line in sample.splitlines():
            if line.split()[:1] == ["include"]:
                self.assertIn(" /etc/nginx/partenaires/", line)

    def test_a_link_is_not_followed(self):
        for name in ["headers.json", "redirects.json", "form-fn/bundle.json"]:
            self.setUp()
            (self.site / name).unlink()
            (self.site / name).symlink_to(self.secret)
            self.refused("")
        self.setUp()
        (self.site / "form-fn").rename(self.site / "elsewhere")
        (self.site / "form-fn").symlink_to(self.site / "elsewhere")
        self.refused("")

    def test_only_an_ordinary_file_of_a_limited_size_is_read(self):
        headers = self.site / "headers.json"
        headers.unlink()
        os.mkfifo(headers)
        self.refused("not an ordinary file")
        headers.unlink()
        headers.mkdir()
        self.refused("")
        headers.rmdir()
        with headers.open("wb") as file:
            file.truncate(1 << 40)
        self.refused("larger than")
        headers.unlink()
        self.refused("build the site first")

    def test_what_is_no_data_is_refused(self):
        for text in ["", "access_log /root/x;", "[" * 100_000, "{\"a\": NaN", "\x00"]:
            self.put("headers.json", text)
            self.refused("not JSON")
        (self.site / "headers.json").write_bytes(b"\xff\xfe")
        self.refused("not JSON")

    def test_a_header_is_one_that_is_known_and_holds_no_directive(self):
        for name in ["set-cookie", "access_log /root/x", "x-frame-options always; access_log /root/x", ""]:
            self.put("headers.json", {name: "DENY"})
            self.refused("not a security header")
        for value in ["a;\naccess_log /root/x", 'a" always; access_log "/root/x', "\\", "$request_body", "é", "", 7, None,
                      ["a"], "a" * 5_000, "\ud800"]:
            self.put("headers.json", {"x-frame-options": value})
            self.refused("x-frame-options")
        for value in [[], "DENY", {f"x-{number}": "a" for number in range(100)}]:
            self.put("headers.json", value)
            self.refused("headers.json")

    def test_a_redirect_leads_from_this_site_to_this_site(self):
        right = {"from": "/old/", "to": "/new/", "status": 301}
        for key, values in {
            "from": ["old", "//elsewhere.example/", "/%0Aaccess_log", "/%00", "/a b", "/%ff", "/\n", 7, None, "/" + "a" * 5_000],
            "to": ["new", "//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "/a\nb", "/a b", 7],
            "status": [200, 444, "301", True, None, 301.5],
        }.items():
            for value in values:
                self.put("redirects.json", [right, right | {key: value}])
                self.refused("")
        for value in [{}, [7], [{}], [right] * 30_000]:
            self.put("redirects.json", value)
            self.refused("redirects.json")

    def test_a_redirect_cannot_end_its_word(self):
        self.put("redirects.json", [{"from": '/"; } access_log /root/x; {"'.replace(" ", "%20"), "to": "/$request_body", "status": 301}])
        ran = self.write()
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        written = (self.to / "server.conf").read_text()
        self.assertIn(r'location = "/\"; } access_log /root/x; {\"" {', written)
        self.assertIn('"/%24request_body"', written)

    def test_languages_and_words_are_those_of_a_form(self):
        for languages in [["../../../root"], ["fr", "fr"], [], "fr", ["fr;"], ["fr\n"], [f"a{number}" for number in range(30)]]:
            self.bundle(lambda bundle: bundle["settings"].update(languages=languages))
            self.refused("languages")
        for words in ["a\nb", "", 7, {}, "a" * 5_000, "\ud800"]:
            self.bundle(lambda bundle: bundle["form"]["problems"]["internal"]["title"].update(fr=words))
            self.refused("")
        self.bundle(lambda bundle: bundle.pop("form"))
        self.refused("has no form")

    def test_words_are_text_and_not_html(self):
        self.bundle(lambda bundle: bundle["form"]["problems"]["internal"]["title"].update(fr="<script>x</script>"))
        self.assertEqual(self.write().returncode, 0)
        self.assertNotIn("<script>", (self.to / "pages/fr/unreachable.html").read_text())


if __name__ == "__main__":
    unittest.main()
