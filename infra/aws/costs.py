"""What a month costs on AWS in ca-central-1, for a number of applications: the table of runbooks/costs.md.

Every line is a fixed quantity, and a quantity for each application, times a price. Free tiers are left out,
so that the bill is lower than this and not higher. After a change of a price or of an assumption:
`python3 infra/aws/costs.py > infra/aws/runbooks/costs.md`; a test holds the two together.
"""

from dataclasses import dataclass

# AWS's pricing pages read their numbers from a list for each service, such as LIST. COPIES keeps some of them, with
# their days; on this day each price was compared with the newest list there, and says of which day it is. Prices
# change: before a budget is made of this, compare again.
COMPARED = "2026-11-25"
LIST = "https://b0.p.awsstatic.com/pricing/2.0/meteredUnitMaps/dynamodb/USD/current/dynamodb.json"
COPIES = ["https://github.com/lamngockhuong/aws-price", "https://github.com/QuinnyPig/aws-price-watcher"]
PLANS = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/flat-rate-pricing-plan.html"

MONTHLY = [100, 10_000, 1_000_000]
KB, GB = 1 / 1_000_000, 1.0


@dataclass(frozen=True)
class Price:
    """US dollars for so many of a unit, in ca-central-1, or in Canada where CloudFront serves from."""

    usd: float
    per: int
    unit: str
    source: str
    # The day of AWS's list that says so; None if the price was found in none, and is to be checked.
    listed: str | None


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


REQUESTS = Price(1.11, 1_000_000, "requests", aws("api-gateway"), "2025-10-20")
CALLS = Price(0.20, 1_000_000, "calls", aws("lambda"), "2025-10-30")
COMPUTE = Price(0.0000166667, 1, "GB-seconds", aws("lambda"), "2025-10-30")
WRITES = Price(0.6875, 1_000_000, "write units of 1 KB", aws("dynamodb"), "2025-08-28")
READS = Price(0.1375, 1_000_000, "read units of 4 KB", aws("dynamodb"), "2025-08-28")
TABLE = Price(0.275, 1, "GB kept", aws("dynamodb"), "2025-08-28")
RECOVERY = Price(0.22, 1, "GB recoverable", aws("dynamodb"), "2025-08-28")
KEY = Price(1.00, 1, "keys and rotations", aws("kms"), "2025-08-28")
KEY_USE = Price(0.03, 10_000, "uses of the key", aws("kms"), "2025-08-28")
SECRETS = Price(0.40, 1, "secrets", aws("secrets-manager"), "2025-06-05")
MAIL = Price(0.10, 1_000, "messages", aws("ses"), "2025-11-03")
VISITS = Price(0.01, 10_000, "requests", aws("cloudfront"), "2025-07-01")
TRANSFER = Price(0.085, 1, "GB sent", aws("cloudfront"), "2025-07-01")
# The list of 2025-07-01 has this number, without saying of what.
EDGE = Price(0.10, 1_000_000, "calls at the edge", aws("cloudfront"), None)
FORGOTTEN = Price(0.005, 1, "paths forgotten", aws("cloudfront"), "2025-07-01")
FILES = Price(0.025, 1, "GB kept", aws("s3"), "2025-10-22")
UPLOADS = Price(0.0055, 1_000, "uploads", aws("s3"), "2025-10-22")
LOGS = Price(0.55, 1, "GB of logs", aws("cloudwatch"), "2025-09-23")
OLD_LOGS = Price(0.033, 1, "GB kept", aws("cloudwatch"), "2025-09-23")
METRICS = Price(0.30, 1, "metrics", aws("cloudwatch"), "2025-09-23")
ALARMS = Price(0.10, 1, "alarms", aws("cloudwatch"), "2025-09-23")
DASHBOARDS = Price(3.00, 1, "dashboards", aws("cloudwatch"), "2025-09-23")
TRAIL = Price(0.10, 100_000, "events", aws("cloudtrail"), None)
FIREWALL = Price(1.00, 1, "rules and lists, in dollars", aws("waf"), "2025-10-03")
INSPECTED = Price(0.60, 1_000_000, "requests inspected", aws("waf"), "2025-10-03")

# One application: 15 visits of the site lead to it, 4 pages each; 3 requests of the form; 10 looks by staff, each
# noted; 5 moves. It is kept for 8 months on average; a record has 2 KB, and with its notes, events and indexes 12 KB.
# A write in a transaction counts twice, and each index that it changes once more.
LINES = [
    Line("Pages: requests", VISITS, 0, 180, "15 visits × 4 pages × 3 files"),
    Line("Pages: transfer", TRANSFER, 0, 15 * 100 * KB, "15 visits × 100 KB, compressed"),
    Line("Pages: addresses", EDGE, 0, 360, "a call before each request, one after it"),
    Line("Pages: storage", FILES, 0.2, 0, "the site, with its earlier versions"),
    Line("Pages: uploads", UPLOADS, 2_000, 0, "20 deployments × 100 changed files"),
    Line("Pages: forgotten", FORGOTTEN, 20, 0, "20 deployments; 100 changed files are forgotten as one path"),
    Line("Form: gateway", REQUESTS, 0, 3, "one sent, one corrected, one confirmation"),
    Line("Form: calls", CALLS, 0, 3, "one for each request"),
    Line("Form: calls that check the way", CALLS, 744, 0, "whether requests come by CloudFront: asked once an hour"),
    Line("Form: compute", COMPUTE, 0, 3 * 0.1 * 0.25, "3 × 100 ms × 256 MB, cold starts within"),
    Line("Messages: calls", CALLS, 31, 20, "20 groups of changes of the table; a digest a day"),
    Line("Messages: compute", COMPUTE, 31, 20 * 0.2 * 0.25, "20 × 200 ms × 256 MB; reading the changes is free"),
    Line("Messages: sent", MAIL, 31, 2, "receipt and notice; a digest a day"),
    Line("Table: writes", WRITES, 0, 116, "11 to store it, 65 for 5 moves, 30 for 10 looks, 10 for messages and the end"),
    Line("Table: reads", READS, 10_000, 40, "10 looks at it or at a list with it; the sweep of each day"),
    Line("Table: storage", TABLE, 0, 8 * 12 * KB, "8 months × 12 KB"),
    Line("Table: recovery", RECOVERY, 0, 8 * 12 * KB, "the same again, though indexes do not count"),
    Line("Trail: events", TRAIL, 5_000, 80, "each request for the table: 8 of the form, 30 of messages, 42 of staff; sweeps"),
    Line("Trail: files", UPLOADS, 8_928, 0, "one each five minutes, if something happened"),
    Line("Trail: storage", FILES, 0.5, 24 * 80 * 0.2 * KB, "24 months × 80 events × 200 bytes, compressed"),
    Line("Secrets", SECRETS, 2, 0, "behind references; between CloudFront and the gateway"),
    Line("Key", KEY, 3, 0, "of the table; its first two yearly rotations add one each, the later ones nothing"),
    Line("Key: uses", KEY_USE, 10_000, 0.1, "AWS keeps what it opened for some minutes"),
    Line("Logs", LOGS, 0.05, 20 * KB, "20 lines of about 1 KB"),
    Line("Logs: kept", OLD_LOGS, 3 * 0.05, 3 * 20 * KB, "3 months; AWS counts them compressed, which is less"),
    Line("Metrics", METRICS, 27, 0, "of the form 18, by outcome and rule; of messages 6; of mail 2; visitors turned away"),
    Line("Alarms", ALARMS, 18, 0, "those of template.yaml and edge.yaml; one of them watches two metrics"),
    Line("Dashboard", DASHBOARDS, 1, 0, "three of an account are free"),
]
OPTIONAL = [
    Line("Firewall: rules", FIREWALL, 9, 0, "a list at $5, 4 rules at $1"),
    Line("Firewall: requests", INSPECTED, 0, 183, "as pages, and the form's"),
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
        yield row(line.name, number(line.fixed), number(line.each), told, price.listed or "**to be checked**", line.why)


def page():
    first, second = COPIES
    return "\n".join(
        [
            "<!-- Written by infra/aws/costs.py: not to be edited. -->",
            "# What a month costs",
            "",
            "US dollars a month on AWS in `ca-central-1`, without taxes, support and free tiers, at a steady number of",
            "applications a month.",
            "",
            row("", *(f"{applications:,} applications" for applications in MONTHLY)),
            row("---", *("---:" for _ in MONTHLY)),
            *costs(LINES),
            total("Total", LINES),
            *costs(OPTIONAL),
            total("Total with the firewall", LINES + OPTIONAL),
            "",
            "Left out, because they come to less than a dollar even in the last column: the queue, the schedule, mails of",
            "alarms, reads of the bucket and of secrets, what visitors send. Free: the certificate, the budget, what",
            "Lambda reads of the table's stream.",
            "",
            f"CloudFront is also sold in [plans]({PLANS}) at a fixed price, the smallest at $0, with a firewall within.",
            "They are not reckoned here, and not tried.",
            "",
            "On one machine (`infra/hosts`) there is the machine, and nothing else.",
            "",
            "## The arithmetic",
            "",
            "Each cost is (fixed + for each × applications) × price.",
            "",
            "Under “list” stands the day of AWS's own price list that says so. AWS's pricing pages read one for each",
            f"service, such as [DynamoDB's]({LIST}).",
            f"On {COMPARED} the prices were compared with public copies of these lists",
            f"([one]({first}), [two]({second})).",
            "The copies are older than that day. **Compare again before a budget is made**, above all what is marked as to",
            "be checked.",
            "",
            row("", "fixed", "for each", "price in USD", "list", "why"),
            row("---", "---:", "---:", "---", "---", "---"),
            *arithmetic(LINES + OPTIONAL),
        ]
    )


if __name__ == "__main__":
    print(page())
