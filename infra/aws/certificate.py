"""The DNS record by which a domain shows that it is ours. Its certificate waits for it, and is renewed as long as it
stays."""

import time

# AWS makes it some seconds after the certificate is asked for.
PATIENCE = 120

# As edge.yaml asks for it; without this, AWS lists certificates of RSA keys alone.
KEYS = {"keyTypes": ["EC_prime256v1"]}


def validation(acm, domain):
    """The record's name and value, once AWS has made it; None if it does not come."""
    end = time.monotonic() + PATIENCE
    while (found := record(acm, domain)) is None and time.monotonic() < end:
        time.sleep(2)
    return found


def record(acm, domain):
    pages = acm.get_paginator("list_certificates").paginate(Includes=KEYS)
    listed = (summary for page in pages for summary in page["CertificateSummaryList"])
    ours = (summary["CertificateArn"] for summary in listed if summary["DomainName"] == domain)
    certificates = (acm.describe_certificate(CertificateArn=arn)["Certificate"] for arn in ours)
    options = (option for certificate in certificates for option in certificate.get("DomainValidationOptions", []))
    records = (option["ResourceRecord"] for option in options if "ResourceRecord" in option)
    return next(((record["Name"], record["Value"]) for record in records), None)
