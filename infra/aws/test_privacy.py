"""The privacy impact sheet speaks of every question of the form, and of every retention period."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHEET = (ROOT / "infra/aws/runbooks/privacy-impact.md").read_text()


class Sheet(unittest.TestCase):
    def test_every_question_is_in_it_and_no_other(self):
        asked = re.findall(r"^ +- key: (\w+)$", (ROOT / "content/form.yaml").read_text(), re.MULTILINE)
        part = SHEET.partition("## 2.")[2].partition("## 3.")[0]
        rows = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
        self.assertEqual(sorted(re.findall(r"`(\w+)`", " ".join(rows))), sorted(asked))

    def test_every_period_is_in_it_with_its_default(self):
        settings = (ROOT / "content/site.yaml").read_text().partition("  retention:")[2]
        periods = re.findall(r"^    (\w+): (\d+)$", settings.partition("hosting_place")[0], re.MULTILINE)
        self.assertGreaterEqual(len(periods), 4)
        for name, default in periods:
            self.assertRegex(SHEET, rf"\| `{name}` \| {default} ")


if __name__ == "__main__":
    unittest.main()
