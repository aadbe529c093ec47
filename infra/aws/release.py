"""A release: everything that a deployment puts somewhere, in one folder, and kept in a bucket by its digests, so
that one can go back to it. The same build is the same release, whenever and wherever it was made.

    template.yaml  headers.json  redirects.json  public/   and the functions' zips
"""

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from botocore.exceptions import ClientError

import site_files
from archive import pack
from security_headers import parameters as header_parameters
from trouble import Trouble

# The functions, and the parameter of the template that each zip is for.
FUNCTIONS = {"form-fn": "FormFunctionKey", "notify": "NotifyFunctionKey"}
BESIDE = ["template.yaml", "headers.json", "redirects.json"]


@dataclass(frozen=True)
class Release:
    """A release in a folder on this machine."""

    folder: Path
    # What it is made of, by the keys in the bucket. Its name follows from them.
    parts: dict

    @classmethod
    def built(cls, dist, template):
        """What infra/aws/package left in a folder, with the template of this checkout."""
        missing = [f"{name}.zip" for name in FUNCTIONS if not (dist / f"{name}.zip").is_file()]
        missing += [name for name in ["public", "headers.json", "redirects.json"] if not (dist / name).exists()]
        if missing:
            raise Trouble(f"{dist} lacks {', '.join(missing)}: infra/aws/package makes them")
        (dist / "template.yaml").write_bytes(template.read_bytes())
        beside = {name: dist / name for name in BESIDE if (dist / name).is_file()}
        public = {path.relative_to(dist).as_posix(): path for path in site_files.files(dist, "public")}
        pack(dist / "site.zip", beside | public)
        zips = {name: dist / f"{name}.zip" for name in [*FUNCTIONS, "site"]}
        return cls(dist, {name: f"{name}/{digest(path.read_bytes())}.zip" for name, path in zips.items()})

    @property
    def name(self):
        return digest(json.dumps(self.parts, sort_keys=True).encode())[:12]

    def template(self):
        return (self.folder / "template.yaml").read_text()

    def parameters(self, bucket):
        """What the build decides of the stack."""
        return {
            "ReleaseBucket": bucket,
            "MailDomain": self.mail_domain(),
            **{parameter: self.parts[name] for name, parameter in FUNCTIONS.items()},
            "RecoveryDays": self.settings()["retention"]["backup_days"],
            # Days that are never more than the months of the access log.
            "AccessTrailDays": 30 * self.settings()["retention"]["access_log_months"],
            **header_parameters(self.headers()),
        }

    def mail_domain(self):
        """The domain that messages come from; empty where there are none."""
        with ZipFile(self.folder / "form-fn.zip") as packed:
            names = packed.namelist()
            if "form-fn/bundle.json" not in names:
                return ""
            # Builds before the bundle named its files called this one `mail.json`.
            named = json.loads(packed.read("form-fn/bundle.json")).get("files", {})
            mail = f"form-fn/{named.get('mail', 'mail.json')}"
            sender = json.loads(packed.read(mail))["from"] if mail in names else ""
        return sender.rpartition("@")[2]

    def headers(self):
        return json.loads((self.folder / "headers.json").read_text())

    def redirects(self):
        return json.loads((self.folder / "redirects.json").read_text())

    def site(self):
        return site_files.read(self.folder, self.redirects())

    def form(self):
        """The form, as the function has it."""
        return self.bundle()["form"]

    def settings(self):
        """The site's settings, as the function has them."""
        return self.bundle()["settings"]

    def bundle(self):
        with ZipFile(self.folder / "form-fn.zip") as packed:
            return json.loads(packed.read("form-fn/bundle.json"))


class Releases:
    """The bucket of releases. `history.json` lists what was deployed, the latest last."""

    HISTORY = "history.json"

    def __init__(self, s3, bucket):
        self.s3, self.bucket = s3, bucket

    def missing(self, release):
        """The parts that are not kept yet."""
        return [name for name, key in release.parts.items() if not self.has(key)]

    def keep(self, release):
        """Uploads what is not there yet; how many parts that were."""
        new = self.missing(release)
        for name in new:
            self.write(release.parts[name], (release.folder / f"{name}.zip").read_bytes())
        return len(new)

    def fetch(self, parts, folder):
        """A kept release, in an empty folder."""
        for name, key in parts.items():
            (folder / f"{name}.zip").write_bytes(self.read(key))
        with ZipFile(folder / "site.zip") as packed:
            packed.extractall(folder)
        return Release(folder, parts)

    def history(self):
        return json.loads(self.read(self.HISTORY) or "[]")

    def deployed(self, release):
        """Notes that a release stands; nothing if it did already."""
        history = self.history()
        if not history or history[-1]["parts"] != release.parts:
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            history.append({"release": release.name, "at": at, "parts": release.parts})
            self.write(self.HISTORY, json.dumps(history, indent=1).encode())

    def standing(self):
        """The parts of the release that stands."""
        history = self.history()
        if not history:
            raise Trouble("Nothing is deployed yet.")
        return history[-1]["parts"]

    def previous(self):
        """The parts of the release before the one that stands."""
        history = self.history()
        if len(history) < 2:
            raise Trouble("There is no earlier release to go back to.")
        return history[-2]["parts"]

    def went_back(self):
        """Notes that the one before stands again, so that going back once more goes further back."""
        self.write(self.HISTORY, json.dumps(self.history()[:-1], indent=1).encode())

    def has(self, key):
        return self.found(lambda: self.s3.head_object(Bucket=self.bucket, Key=key)) is not None

    def read(self, key):
        """What stands there, or None."""
        found = self.found(lambda: self.s3.get_object(Bucket=self.bucket, Key=key))
        return found and found["Body"].read()

    def found(self, ask):
        if self.bucket is None:
            return None
        try:
            return ask()
        except ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchKey"):
                return None
            raise

    def write(self, key, content):
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=content)


def digest(content):
    return hashlib.sha256(content).hexdigest()
