"""What a deployment decides by itself, without AWS."""

import json
import os
import tempfile
import unittest
from pathlib import Path
from zipfile import ZipFile

import libraries

libraries.ready()

import site_files  # noqa: E402
import smoke  # noqa: E402
from release import Release, Releases  # noqa: E402
from security_headers import parameters  # noqa: E402
from site_files import MOST_PATHS, SiteFile, plan  # noqa: E402
from stack import Stack  # noqa: E402
from trouble import Trouble  # noqa: E402

HEADERS = {
    "content-security-policy": "default-src 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=()",
    "referrer-policy": "same-origin",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Headers(unittest.TestCase):
    def test_each_has_its_parameter(self):
        given = parameters(HEADERS)
        self.assertEqual(given["ContentSecurityPolicy"], "default-src 'none'")
        self.assertEqual(given["StrictTransportSecuritySeconds"], "63072000")
        self.assertEqual(given["StrictTransportSecuritySubdomains"], "true")

    def test_one_that_the_template_has_no_place_for_is_refused_by_name(self):
        for headers in [HEADERS | {"x-new": "1"}, {k: v for k, v in HEADERS.items() if k != "referrer-policy"}]:
            with self.assertRaises(Trouble) as refused:
                parameters(headers)
            self.assertRegex(str(refused.exception), "x-new|referrer-policy")

    def test_what_cloudfront_cannot_say_is_refused(self):
        for name, value in [("x-frame-options", "SAMEORIGIN"), ("strict-transport-security", "max-age=x")]:
            with self.assertRaisesRegex(Trouble, name):
                parameters(HEADERS | {name: value})


def file(content, redirect=""):
    return SiteFile.of("page/index.html", content, redirect)


class Files(unittest.TestCase):
    def plan(self, wanted, served=None, kept=(), standing=None):
        served = wanted if served is None else served
        standing = {key: one.md5 for key, one in served.items()} if standing is None else standing
        return plan(wanted, served, kept, standing)

    def test_nothing_is_done_where_nothing_differs(self):
        made = self.plan({"index.html": file(b"a")})
        self.assertEqual((made.upload, made.remove, made.forget), ([], [], []))

    def test_another_body_and_another_redirect_are_uploaded(self):
        for changed in [file(b"b"), file(b"a", "/there/")]:
            made = self.plan({"x/index.html": changed}, served={"x/index.html": file(b"a")})
            self.assertEqual(made.upload, ["x/index.html"])
            self.assertEqual(made.forget, ["/x/", "/x/index.html"])

    def test_what_is_gone_from_the_bucket_is_uploaded_again_and_a_strange_file_goes(self):
        made = self.plan({"index.html": file(b"a")}, standing={"by-hand.txt": "1"})
        self.assertEqual((made.upload, made.remove), (["index.html"], ["by-hand.txt"]))

    def test_assets_go_first_and_pages_last(self):
        keys = ["index.html", "robots.txt", "assets/style.0123456789ab.css", "404.html"]
        made = self.plan({key: file(b"a") for key in keys}, served={})
        self.assertEqual(made.upload, ["assets/style.0123456789ab.css", "robots.txt", "404.html", "index.html"])
        self.assertEqual(made.forget, [], "CloudFront has not seen what is new")

    def test_an_asset_lives_one_release_longer(self):
        old, page = "assets/style.0123456789ab.css", {"index.html": file(b"a")}
        first = self.plan(page, served=page | {old: file(b"o")})
        self.assertEqual((first.keep, first.remove), ([old], []))
        standing = {"index.html": file(b"a").md5, old: file(b"o").md5}
        again = self.plan(page, kept=first.keep, standing=standing)
        self.assertEqual((again.keep, again.remove), ([old], []))
        third = self.plan({"index.html": file(b"b")}, served=page, kept=again.keep, standing=standing)
        self.assertEqual((third.keep, third.remove), ([], [old]))

    def test_many_changes_are_forgotten_at_once(self):
        many = {f"{number}.html": file(b"a") for number in range(MOST_PATHS + 1)}
        self.assertEqual(self.plan(many, standing={key: "other" for key in many}).forget, ["/*"])

    def test_redirects_are_found_at_the_files_that_answer(self):
        for address, key in [
            ("/", "index.html"),
            ("/a/b/", "a/b/index.html"),
            ("/accueil.html", "accueil.html"),
            ("/%C3%A9t%C3%A9/", "été/index.html"),
        ]:
            self.assertEqual(site_files.file_of(address), key)

    def test_types_and_lifetimes(self):
        for key, kind, cache in [
            ("en/atom.xml", "application/atom+xml; charset=utf-8", site_files.SHORTLY),
            ("sitemap.xml", "application/xml", site_files.SHORTLY),
            ("media/plan.0123456789ab.svg", "image/svg+xml", site_files.FOR_EVER),
            ("media/plan.0123456789ab-480.avif", "image/avif", site_files.FOR_EVER),
            ("media/guide.pdf", "application/pdf", site_files.SHORTLY),
            ("media/guide.odt", "application/vnd.oasis.opendocument.text", site_files.SHORTLY),
            ("media/what", "application/octet-stream", site_files.SHORTLY),
        ]:
            served = SiteFile.of(key, b"")
            self.assertEqual((served.type, served.cache), (kind, cache))


class Releasing(unittest.TestCase):
    def setUp(self):
        self.dist = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.dist / "public").mkdir()
        (self.dist / "public/index.html").write_text("hello")
        for name, text in [("headers.json", json.dumps(HEADERS)), ("redirects.json", "[]")]:
            (self.dist / name).write_text(text)
        for name in ["form-fn", "notify"]:
            with ZipFile(self.dist / f"{name}.zip", "w") as packed:
                packed.writestr("bootstrap", name)
        self.template = self.dist / "given.yaml"
        self.template.write_text("Resources: {}")

    def built(self):
        return Release.built(self.dist, self.template)

    def test_the_same_build_is_the_same_release(self):
        first = self.built()
        os.utime(self.dist / "public/index.html", (1e9, 1e9))
        self.assertEqual(self.built().name, first.name)
        self.template.write_text("Resources: {A: {}}")
        self.assertNotEqual(self.built().name, first.name)

    def test_what_is_missing_is_told(self):
        (self.dist / "notify.zip").unlink()
        with self.assertRaisesRegex(Trouble, "notify.zip"):
            self.built()

    def test_mail_comes_from_the_domain_of_the_builds_sender(self):
        self.assertEqual(self.built().mail_domain(), "")
        for files, name in [({"mail": "mail.0123456789ab.json"}, "mail.0123456789ab.json"), (None, "mail.json")]:
            with ZipFile(self.dist / "form-fn.zip", "w") as packed:
                packed.writestr("form-fn/bundle.json", json.dumps({"files": files} if files else {}))
                packed.writestr(f"form-fn/{name}", '{"from": "programme@exemple.ca"}')
            self.assertEqual(self.built().mail_domain(), "exemple.ca", name)

    def test_what_the_generator_keeps_of_the_build_before_is_no_part_of_the_release(self):
        first = self.built()
        old = "public/assets/style.0123456789ab.css"
        (self.dist / "public/assets").mkdir()
        (self.dist / old).write_text("p{}")
        self.assertNotEqual(self.built().name, first.name)
        (self.dist / "manifest.json").write_text(json.dumps({"build": "b1", "files": {}, "kept": {old: "digest"}}))
        again = self.built()
        self.assertEqual(again.name, first.name)
        self.assertEqual(list(again.site()), ["index.html"])

    def test_a_kept_release_comes_back_as_it_was(self):
        releases = Releases(Bucket(), "releases")
        release = self.built()
        self.assertEqual(releases.keep(release), 3)
        self.assertEqual(releases.keep(release), 0)
        back = releases.fetch(release.parts, Path(self.enterContext(tempfile.TemporaryDirectory())))
        self.assertEqual(back.name, release.name)
        self.assertEqual(back.template(), "Resources: {}")
        self.assertEqual(back.site(), release.site())

    def test_one_goes_back_step_by_step(self):
        releases = Releases(Bucket(), "releases")
        releases.keep(self.built())
        with self.assertRaisesRegex(Trouble, "Nothing is deployed yet"):
            releases.standing()
        with self.assertRaisesRegex(Trouble, "no earlier release"):
            releases.previous()
        named = []
        for text in ["a", "b", "c"]:
            (self.dist / "public/index.html").write_text(text)
            named.append(self.built().parts)
            releases.deployed(self.built())
            releases.deployed(self.built())
        self.assertEqual(releases.standing(), named[2])
        self.assertEqual(releases.previous(), named[1])
        releases.went_back()
        self.assertEqual(releases.previous(), named[0])


class Bucket:
    """As much of S3 as releases need."""

    def __init__(self):
        self.objects = {}

    def put_object(self, Bucket, Key, Body):
        self.objects[Key] = Body

    def get_object(self, Bucket, Key):
        from io import BytesIO

        return {"Body": BytesIO(self.head_object(Bucket, Key))}

    def head_object(self, Bucket, Key):
        from botocore.exceptions import ClientError

        if Key not in self.objects:
            raise ClientError({"Error": {"Code": "404"}}, "HeadObject")
        return self.objects[Key]


class Losing(unittest.TestCase):
    """A change that would lose applications is refused before anything is done."""

    def changes(self, **change):
        change = {"LogicalResourceId": "X", "ResourceType": "AWS::S3::Bucket", "Action": "Modify"} | change
        stack = Stack(None, "s", "", {})
        stack.forget = lambda: None
        stack.refuse_loss([change])

    def test_the_table_the_key_and_the_secret_stay(self):
        for name, kind in [
            ("Applications", "AWS::DynamoDB::Table"),
            ("DataKey", "AWS::KMS::Key"),
            ("ReferenceKey", "AWS::SecretsManager::Secret"),
        ]:
            for how in [{"Action": "Remove"}, {"Replacement": "True"}]:
                with self.assertRaisesRegex(Trouble, f"replace {name}"):
                    self.changes(LogicalResourceId=name, ResourceType=kind, **how)

    def test_other_changes_pass(self):
        self.changes(Action="Remove")
        self.changes(LogicalResourceId="Applications", ResourceType="AWS::DynamoDB::Table", Replacement="False")


class TestApplication(unittest.TestCase):
    def test_every_kind_of_question_has_an_answer(self):
        choices = [
            {"value": "closed", "accepting": {"open": False}},
            {"value": "open", "accepting": {"open": True}},
        ]
        self.assertEqual(smoke.answer({"type": "one-of", "choices": choices}), "open")
        self.assertEqual(smoke.answer({"type": "several-of", "choices": choices}), ["open"])
        self.assertEqual(smoke.answer({"type": "email"}), smoke.EMAIL)


if __name__ == "__main__":
    unittest.main()
