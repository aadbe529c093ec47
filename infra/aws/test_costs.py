"""The table of costs in the runbooks is the one that the prices give, for what the templates make."""

import re
import unittest
from pathlib import Path

import costs
from site_files import MOST_PATHS

HERE = Path(__file__).parent
WRITTEN = HERE / "runbooks" / "costs.md"
TEMPLATES = [(HERE / name).read_text() for name in ["template.yaml", "edge.yaml"]]


def resources(kind):
    return sum(len(re.findall(rf"^    Type: {kind}$", template, re.MULTILINE)) for template in TEMPLATES)


def fixed(name):
    return next(line.fixed for line in costs.LINES if line.name == name)


class Costs(unittest.TestCase):
    def test_the_page_is_what_the_prices_give(self):
        self.assertEqual(WRITTEN.read_text(), costs.page() + "\n")

    def test_the_templates_have_as_many_parts_as_are_paid_for(self):
        # An alarm is paid for each metric that it watches.
        alarms = resources("AWS::CloudWatch::Alarm")
        over_several = sum(template.count("\n      Metrics:\n") for template in TEMPLATES)
        metrics = sum(template.count("MetricStat:") for template in TEMPLATES)
        self.assertEqual(fixed("Alarms"), alarms - over_several + metrics)
        self.assertEqual(fixed("Dashboard"), resources("AWS::CloudWatch::Dashboard"))
        self.assertEqual(fixed("Secrets"), resources("AWS::SecretsManager::Secret"))
        # With two rotations.
        self.assertEqual(fixed("Key"), 3 * resources("AWS::KMS::Key"))

    def test_a_deployment_of_many_files_forgets_one_path(self):
        self.assertLess(MOST_PATHS, 100)

    def test_a_line_is_a_quantity_times_a_price(self):
        price = costs.Price(0.20, 1_000_000, "calls", "", None)
        line = costs.Line("", price, 1_000_000, 3, "")
        self.assertAlmostEqual(costs.cost(line, 0), 0.20)
        self.assertAlmostEqual(costs.cost(line, 1_000_000), 0.80)


if __name__ == "__main__":
    unittest.main()
