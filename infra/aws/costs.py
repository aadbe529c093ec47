"""What a month costs on AWS in ca-central-1, for a number of applications: the table of runbooks/costs.md.

Every line is a fixed quantity, and a quantity for each application, times a price. Free tiers are left out,
so that the bill is lower than this and not higher. After a change of a price or of an assumption:
`python3 infra/aws/costs.py > infra/aws/runbooks/costs.md`; a test holds the two together.
"""

from dataclasses import dataclass

# Prices change. They were noted on this day, and nobody has compared them with their sources since: before
# a budget is made of this, do, and write the day here.
NOTED = "2026-11-25"
COMPARED = None

MONTHLY = [100, 10_000, 1_000_000]
KB, GB = 1 / 1_000_000, 1.0


@dataclass(frozen=True)
class Price:
    """US dollars for so many of a unit."""

    usd: float
    per: int
    unit: str
    source: str


@dataclass(frozen=True)
class Line:
    """Of what, how much a month without any application, how much more for each, and why."""

    name: str
    price: Price
    fixed: float
    each: float
    why: str


def aws(service):
    return f"https://aws.amazon.com/{service}/pricing/"


REQUESTS = Price(1.10, 1_000_000, "requests", aws("api-gateway"))
CALLS = Price(0.20, 1_000_000, "calls", aws("lambda"))
COMPUTE = Price(0.0000166667, 1, "GB-seconds", aws("lambda"))
WRITES = Price(0.6875, 1_000_000, "write units of 1 KB", aws("dynamodb"))
READS = Price(0.1375, 1_000_000, "read units of 4 KB", aws("dynamodb"))
TABLE = Price(0.275, 1, "GB kept", aws("dynamodb"))
RECOVERY = Price(0.22, 1, "GB recoverable", aws("dynamodb"))
KEY = Price(1.00, 1, "keys", aws("kms"))
KEY_USE = Price(0.03, 10_000, "uses of the key", aws("kms"))
SECRETS = Price(0.40, 1, "secrets", aws("secrets-manager"))
MAIL = Price(0.10, 1_000, "messages", aws("ses"))
VISITS = Price(0.01, 10_000, "requests", aws("cloudfront"))
TRANSFER = Price(0.085, 1, "GB sent", aws("cloudfront"))
EDGE = Price(0.10, 1_000_000, "calls at the edge", aws("cloudfront"))
FILES = Price(0.025, 1, "GB kept", aws("s3"))
UPLOADS = Price(0.0055, 1_000, "uploads", aws("s3"))
LOGS = Price(0.55, 1, "GB of logs", aws("cloudwatch"))
METRICS = Price(0.30, 1, "metrics", aws("cloudwatch"))
ALARMS = Price(0.10, 1, "alarms", aws("cloudwatch"))
FIREWALL = Price(1.00, 1, "rules and lists, in dollars", aws("waf"))
INSPECTED = Price(0.60, 1_000_000, "requests inspected", aws("waf"))

# One application: 15 visits of the site lead to it, 4 pages each; 3 requests of the form; 5 moves by staff.
# It is kept for 8 months on average; a record has 2 KB, and with its notes, events and indexes 12 KB.
LINES = [
    Line("Pages: requests", VISITS, 0, 180, "15 visits × 4 pages × 3 files"),
    Line("Pages: transfer", TRANSFER, 0, 15 * 100 * KB, "15 visits × 100 KB, compressed"),
    Line("Pages: addresses", EDGE, 0, 180, "a call for each request"),
    Line("Pages: storage", FILES, 0.2, 0, "the site, with its earlier versions"),
    Line("Pages: uploads", UPLOADS, 2_000, 0, "20 deployments × 100 changed files"),
    Line("Form: gateway", REQUESTS, 0, 3, "one sent, one corrected, one confirmation"),
    Line("Form: calls", CALLS, 0, 3, "one for each request"),
    Line("Form: calls that check the way", CALLS, 0, 3, "whether a request came by CloudFront"),
    Line("Form: compute", COMPUTE, 0, 3 * 0.1 * 0.25, "3 × 100 ms × 256 MB, cold starts within"),
    Line("Messages: calls", CALLS, 30, 15, "15 changes of the table; a digest a day"),
    Line("Messages: compute", COMPUTE, 30, 15 * 0.2 * 0.25, "15 × 200 ms × 256 MB"),
    Line("Messages: sent", MAIL, 30, 2, "receipt and notice; a digest a day"),
    Line("Table: writes", WRITES, 0, 70, "10 to store it, 50 for 5 moves, 10 for messages and the end"),
    Line("Table: reads", READS, 10_000, 40, "10 looks at it or at a list with it; the sweep of each day"),
    Line("Table: storage", TABLE, 0, 8 * 12 * KB, "8 months × 12 KB"),
    Line("Table: recovery", RECOVERY, 0, 8 * 12 * KB, "the same again"),
    Line("Secrets", SECRETS, 2, 0, "behind references; between CloudFront and the gateway"),
    Line("Key", KEY, 1, 0, "of the table"),
    Line("Key: uses", KEY_USE, 10_000, 0.1, "AWS keeps what it opened for some minutes"),
    Line("Logs", LOGS, 0.05, 20 * KB, "20 lines of about 1 KB"),
    Line("Metrics", METRICS, 20, 0, "of the form, by outcome and rule"),
    Line("Alarms", ALARMS, 13, 0, "those of template.yaml"),
]
OPTIONAL = [
    Line("Firewall: rules", FIREWALL, 8, 0, "a list at $5, 3 rules at $1"),
    Line("Firewall: requests", INSPECTED, 0, 180, "as pages"),
]


def quantity(line, applications):
    return line.fixed + line.each * applications


def cost(line, applications):
    return quantity(line, applications) * line.price.usd / line.price.per


def money(amount):
    return f"{amount:,.2f}"


def number(value):
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def row(*cells):
    return "| " + " | ".join(cells) + " |"


def costs(lines):
    for line in lines:
        yield row(line.name, *(money(cost(line, applications)) for applications in MONTHLY))


def total(name, lines):
    sums = [sum(cost(line, applications) for line in lines) for applications in MONTHLY]
    return row(name, *(f"**{money(amount)}**" for amount in sums))


def arithmetic(lines):
    for line in lines:
        price = line.price
        dollars = f"{price.usd:.10f}".rstrip("0").rstrip(".")
        per = "" if price.per == 1 else f"{price.per:,} "
        told = f"[{dollars} / {per}{price.unit}]({price.source})"
        yield row(line.name, number(line.fixed), number(line.each), told, line.why)


def page():
    compared = f"compared with their sources on {COMPARED}" if COMPARED else "**to be checked**: nobody has compared them with their sources since"
    return "\n".join(
        [
            "<!-- Written by infra/aws/costs.py: not to be edited. -->",
            "# What a month costs",
            "",
            "US dollars a month on AWS in `ca-central-1`, without taxes, support and free tiers, at a steady number of",
            f"applications a month. Prices were noted on {NOTED}; {compared}.",
            "",
            row("", *(f"{applications:,} applications" for applications in MONTHLY)),
            row("---", *("---:" for _ in MONTHLY)),
            *costs(LINES),
            total("Total", LINES),
            *costs(OPTIONAL),
            total("Total with the firewall", LINES + OPTIONAL),
            "",
            "On one machine (`infra/hosts`) there is the machine, and nothing else.",
            "",
            "## The arithmetic",
            "",
            "Each cost is (fixed + for each × applications) × price.",
            "",
            row("", "fixed", "for each", "price in USD", "why"),
            row("---", "---:", "---:", "---", "---"),
            *arithmetic(LINES + OPTIONAL),
        ]
    )


if __name__ == "__main__":
    print(page())
