"""A deployment: what there is to deploy, what that would change, the change, a look at it afterwards."""

import subprocess
import time
from pathlib import Path

import boto3

import certificate
import smoke
from release import Release, Releases
from site_files import Site
from stack import Stack, told
from trouble import Trouble

HERE = Path(__file__).resolve().parent
QUEBEC = "ca-central-1"
# Where CloudFront looks for certificates and firewalls.
EDGE = "us-east-1"


class Deployment:
    """One run."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        session = boto3.Session(region_name=options.region)
        region = session.region_name or QUEBEC
        if region != QUEBEC and not options.outside_quebec:
            raise Trouble(
                f"The region is {region}, and applications would leave Québec. Use --region {QUEBEC}; or, after the "
                "privacy impact assessment that the law then asks for (A-2.1, s. 70.1), --outside-quebec."
            )
        self.client = lambda service, there=region: session.client(service, region_name=there)
        self.s3 = self.client("s3")

    def run(self):
        if self.options.only_try:
            self.only_try()
        else:
            self.deploy()

    def only_try(self):
        """What stands, against the release that was deployed last."""
        releases = Releases(self.s3, self.releases_stack().outputs().get("Releases"))
        release = releases.fetch(releases.standing(), self.folder)
        print(f"release {release.name}")
        outputs = self.stack(self.options.stack, "template.yaml", {}).outputs()
        smoke.try_out(self.client, outputs, release)

    def deploy(self):
        # First, because most of what can go wrong goes wrong here, and nothing is changed yet.
        built = None if self.options.rollback else self.build()
        releases_stack = self.releases_stack()
        self.change(releases_stack)
        releases = Releases(self.s3, releases_stack.outputs().get("Releases"))
        release = built or releases.fetch(releases.previous(), self.folder)
        print(f"release {release.name}")

        chosen = self.chosen() | self.edge()
        # A choice wins: `--set MailDomain=` makes a system that sends nothing.
        wanted = release.parameters(releases.bucket or "not-there-yet") | chosen
        stack = Stack(self.client("cloudformation"), self.options.stack, release.template(), wanted)
        self.refuse_unknown(stack)
        new = releases.missing(release) if self.options.dry_run else releases.keep(release)
        self.change(stack)

        files = release.site()
        site = Site(self.s3, stack.outputs().get("SiteBucket"), releases)
        plan = site.plan(files)
        self.tell_plan(plan)
        if self.options.dry_run:
            if not (self.changed or new or plan.upload or plan.remove):
                print("Nothing would change.")
            return
        site.upload(release.folder / "public", files, plan)
        self.forget(stack.outputs()["SiteDistribution"], plan)
        site.remove(plan)
        site.note(files, plan)
        if self.options.rollback:
            releases.went_back()
        else:
            releases.deployed(release)
        smoke.try_out(self.client, stack.outputs(), release)
        self.tell_addresses(stack.outputs())

    # What there is to deploy.

    def build(self):
        if self.options.built:
            return Release.built(self.options.built, HERE / "template.yaml")
        check = [] if self.options.allow_examples else ["--check"]
        base_url = ["--base-url", self.options.base_url] if self.options.base_url else []
        subprocess.run([HERE / "package", *check, *base_url], check=True)
        return Release.built(HERE.parents[1] / "dist", HERE / "template.yaml")

    def chosen(self):
        named = {"AlarmEmail": self.options.alarm_email, "MonthlyBudget": self.options.monthly_budget}
        return {name: value for name, value in named.items() if value is not None} | dict(self.options.set)

    def refuse_unknown(self, stack):
        unknown = sorted(dict(self.options.set).keys() - stack.declared())
        if unknown:
            raise Trouble(f"template.yaml has no parameter {', '.join(unknown)}.")

    def edge(self):
        """Certificate and firewall, if they are asked for; their names for the stack."""
        domain, firewall = self.options.domain, self.options.firewall
        if not (domain or firewall):
            return {}
        wanted = {"WithFirewall": "yes"} if firewall else {}
        wanted |= {"DomainName": domain} if domain else {}
        wanted |= {"AlarmEmail": self.options.alarm_email} if self.options.alarm_email else {}
        stack = self.stack(f"{self.options.stack}-edge", "edge.yaml", wanted, EDGE)
        self.change(stack, meanwhile=(lambda: self.tell_certificate(domain)) if domain else None)
        return ({"DomainName": domain} if domain else {}) | stack.outputs()

    # Changing, or saying what would change.

    changed = False

    def stack(self, name, template, parameters, region=None):
        region = [region] if region else []
        return Stack(self.client("cloudformation", *region), name, (HERE / template).read_text(), parameters)

    def releases_stack(self):
        return self.stack(f"{self.options.stack}-releases", "releases.yaml", {})

    def change(self, stack, meanwhile=None):
        """`meanwhile` is done while AWS works on it."""
        changes = stack.prepare()
        # A change of outputs alone is one of no resource.
        self.changed |= stack.is_prepared()
        verb = "would " if self.options.dry_run else ""
        for change in changes:
            print(f"{stack.name}: {verb}{told(change)}", flush=True)
        if self.options.dry_run:
            stack.forget()
        elif stack.is_prepared():
            stack.apply(meanwhile)

    def tell_plan(self, plan):
        would = "would be " if self.options.dry_run else ""
        for verb, keys in [("uploaded", plan.upload), ("removed", plan.remove)]:
            if self.options.dry_run:
                for key in keys:
                    print(f"site: {key} {would}{verb}")
            print(f"site: {len(keys)} files {would}{verb}")

    def forget(self, distribution, plan):
        if plan.forget:
            self.client("cloudfront").create_invalidation(
                DistributionId=distribution,
                InvalidationBatch={
                    "CallerReference": f"deploy-{time.time_ns()}",
                    "Paths": {"Quantity": len(plan.forget), "Items": plan.forget},
                },
            )

    def tell_certificate(self, domain):
        """What its certificate waits for, so that whoever deploys for the first time knows what to do."""
        found = certificate.validation(self.client("acm", EDGE), domain)
        if found is None:
            print(f"Certificate Manager, in {EDGE}, shows the DNS record that the certificate waits for.", flush=True)
            return
        name, value = found
        print(f"The certificate of {domain} needs this DNS record (CNAME), now and for as long as it is used:")
        print(f"  {name}  {value}", flush=True)

    # Afterwards.

    def tell_addresses(self, outputs):
        if not smoke.leads_to(outputs["SiteAddress"], f"https://{outputs['SiteHost']}"):
            print(f"{outputs['SiteAddress']} does not lead here yet: its DNS record is to name {outputs['SiteHost']}.")
        for name in ["SiteAddress", "ApiAddress", "Table", "StaffPolicy"]:
            print(f"{name:<12} {outputs[name]}")
        if "MailDomain" in outputs:
            self.tell_mail(outputs["MailDomain"])

    def tell_mail(self, domain):
        """By which records the domain shows that its mail is ours, until it does."""
        identity = self.client("sesv2").get_email_identity(EmailIdentity=domain)
        if not identity["VerifiedForSendingStatus"]:
            print(f"Mail from {domain} needs these DNS records (CNAME) before it goes out:")
            for token in identity["DkimAttributes"].get("Tokens", []):
                print(f"  {token}._domainkey.{domain}  {token}.dkim.amazonses.com")
