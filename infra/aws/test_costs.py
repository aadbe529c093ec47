"""The table of costs in the runbooks is the one that the prices give."""

import unittest
from pathlib import Path

import costs

WRITTEN = Path(__file__).parent / "runbooks" / "costs.md"


class Costs(unittest.TestCase):
    def test_the_page_is_what_the_prices_give(self):
        self.assertEqual(WRITTEN.read_text(), costs.page() + "\n")

    def test_a_line_is_a_quantity_times_a_price(self):
        price = costs.Price(0.20, 1_000_000, "calls", "")
        line = costs.Line("", price, 1_000_000, 3, "")
        self.assertAlmostEqual(costs.cost(line, 0), 0.20)
        self.assertAlmostEqual(costs.cost(line, 1_000_000), 0.80)


if __name__ == "__main__":
    unittest.main()
