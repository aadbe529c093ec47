"""The site's files as a browser gets them: with their type, how long they may be kept, and where an old address
leads. Two lists of files tell what is to be uploaded, removed and forgotten by CloudFront."""

import hashlib
import json
import re
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote, unquote

# Types that browsers and readers insist on; for documents that editors add, what the system knows.
TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
FEED = ("atom.xml", "application/atom+xml; charset=utf-8")

# A name that changes with the content, as the generator gives it: `style.b8929d419c2b.css`, `plan.b8929d419c2b-480.jpg`.
FINGERPRINTED = re.compile(r"\.[0-9a-f]{12}(-[0-9]+)?\.[a-z0-9]+$")
FOR_EVER = "public, max-age=31536000, immutable"
# A minute in the browser; a day at CloudFront, which is told of each change.
SHORTLY = "public, max-age=60, s-maxage=86400"

# More paths than this are forgotten all at once: AWS counts that as one path. It asks nothing for a thousand a
# month, which is twenty deployments of so many.
MOST_PATHS = 50


@dataclass(frozen=True)
class SiteFile:
    """How a file is served."""

    md5: str  # S3's own digest of what it holds, by which it lists files
    type: str
    cache: str
    redirect: str = ""

    @classmethod
    def of(cls, key, content, redirect=""):
        name = key.rsplit("/", 1)[-1]
        kind = FEED[1] if name == FEED[0] else TYPES.get(Path(name).suffix) or guess_type(name)[0]
        cache = FOR_EVER if FINGERPRINTED.search(name) else SHORTLY
        return cls(hashlib.md5(content).hexdigest(), kind or "application/octet-stream", cache, redirect)


def read(build, redirects):
    """The site's files in the folder of a build, by key. An address that redirects is a file as well: the page that
    leads on."""
    public = build / "public"
    leads = {file_of(row["from"]): quote(row["to"], safe="/%#?=&:") for row in redirects}
    keys = [path.relative_to(public).as_posix() for path in files(build, "public")]
    return {key: SiteFile.of(key, (public / key).read_bytes(), leads.get(key, "")) for key in keys}


def files(build, part):
    """The files of a part of a build, without those that the generator keeps for pages of the release before: they
    are no part of this one, and the bucket keeps its own."""
    manifest = build / "manifest.json"
    kept = json.loads(manifest.read_text()).get("kept", {}) if manifest.is_file() else {}
    found = (path for path in (build / part).rglob("*") if path.is_file())
    return sorted(path for path in found if path.relative_to(build).as_posix() not in kept)


def file_of(address):
    """The file that answers to an address, as SiteAddresses in template.yaml finds it."""
    key = unquote(address).lstrip("/")
    return f"{key}index.html" if not key or key.endswith("/") else key


@dataclass(frozen=True)
class Plan:
    """What makes what stands there what it should be."""

    upload: list
    remove: list
    forget: list
    # Fingerprinted files of the release before: pages that are open ask for them.
    keep: list


def plan(wanted, served, kept, standing):
    """From the files wanted, those of the last deployment, those that it kept from the one before, and the digests
    of what stands in the bucket. New assets go first and pages last, so that no page names a file that is not there;
    whatever was put there by hand goes."""
    changed = [key for key, file in wanted.items() if standing.get(key) != file.md5 or served.get(key) != file]
    upload = sorted(changed, key=lambda key: (order(key), key))
    if served != wanted:
        kept = [key for key in served if FINGERPRINTED.search(key)]
    keep = sorted(key for key in kept if key in standing and key not in wanted)
    remove = sorted(key for key in standing if key not in wanted and key not in keep)
    return Plan(upload, remove, paths([key for key in upload if key in standing] + remove), keep)


def order(key):
    if FINGERPRINTED.search(key):
        return 0
    return 2 if key.endswith(".html") else 1


def paths(keys):
    """What CloudFront is to forget: the address as visitors ask, and the file that it becomes."""
    every = {f"/{quote(key)}" for key in keys}
    every |= {path.removesuffix("index.html") for path in every if path.endswith("/index.html")}
    return sorted(every) if len(every) <= MOST_PATHS else ["/*"]


class Site:
    """The bucket, and the note beside the releases of how its files are served."""

    NOTE = "site.json"

    def __init__(self, s3, bucket, releases):
        self.s3, self.bucket, self.releases = s3, bucket, releases

    def plan(self, wanted):
        note = json.loads(self.releases.read(self.NOTE) or '{"files": {}, "kept": []}')
        served = {key: SiteFile(**file) for key, file in note["files"].items()}
        return plan(wanted, served, note["kept"], self.standing())

    def standing(self):
        if not self.bucket:
            return {}
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        files = [file for page in pages for file in page.get("Contents", [])]
        return {file["Key"]: file["ETag"].strip('"') for file in files}

    def upload(self, folder, wanted, plan):
        for key in plan.upload:
            file = wanted[key]
            self.s3.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=(folder / key).read_bytes(),
                ContentType=file.type,
                CacheControl=file.cache,
                Metadata={"redirect": file.redirect} if file.redirect else {},
            )

    def remove(self, plan):
        for start in range(0, len(plan.remove), 1000):
            keys = [{"Key": key} for key in plan.remove[start : start + 1000]]
            self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": keys, "Quiet": True})

    def note(self, wanted, plan):
        """Written last: after a deployment that stopped half way, the next one looks at every file again."""
        files = {key: vars(file) for key, file in wanted.items()}
        text = json.dumps({"files": files, "kept": plan.keep}, indent=1, sort_keys=True).encode()
        if text != self.releases.read(self.NOTE):
            self.releases.write(self.NOTE, text)
