"""The security headers, as the build lists them (headers.json), as parameters of template.yaml. A header that the
template has no place for is refused: it would be missing from the site without a word."""

import re

from trouble import Trouble

# What CloudFront sends in its own words; the build must mean the same.
FIXED = {"x-content-type-options": "nosniff", "x-frame-options": "DENY"}
AS_WRITTEN = {
    "content-security-policy": "ContentSecurityPolicy",
    "cross-origin-opener-policy": "CrossOriginOpenerPolicy",
    "cross-origin-resource-policy": "CrossOriginResourcePolicy",
    "permissions-policy": "PermissionsPolicy",
    "referrer-policy": "ReferrerPolicy",
}
HSTS = "strict-transport-security"


def parameters(headers):
    """Names and values for the template."""
    known = {*FIXED, *AS_WRITTEN, HSTS}
    if headers.keys() != known:
        differing = ", ".join(sorted(headers.keys() ^ known))
        raise Trouble(
            f"headers.json and template.yaml differ in: {differing}. Give the header its place in "
            "template.yaml (SiteHeaders) and in security_headers.py."
        )
    for name, value in FIXED.items():
        if headers[name] != value:
            raise Trouble(f"CloudFront can send {name} as {value} only, and headers.json says {headers[name]}.")
    transport = re.fullmatch(r"max-age=(\d+)(; includeSubDomains)?", headers[HSTS])
    if not transport:
        raise Trouble(f"{HSTS} is not `max-age=…; includeSubDomains`: {headers[HSTS]}")
    seconds, subdomains = transport.groups()
    return {parameter: headers[name] for name, parameter in AS_WRITTEN.items()} | {
        "StrictTransportSecuritySeconds": seconds,
        "StrictTransportSecuritySubdomains": "true" if subdomains else "false",
    }
