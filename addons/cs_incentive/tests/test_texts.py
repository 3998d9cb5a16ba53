from datetime import date
from decimal import Decimal

from odoo.addons.cs_base.engine.explanation import Explanation
from odoo.tests import TransactionCase, tagged

from ..engine import awards, cap, earning, merit, rates, wage
from ..engine.bands import RATE, Band, Bands
from ..engine.keys import KEYS, NAMES, TERMS
from ..engine.months import Share

JUNE = date(2026, 6, 1)
RULES = [f"INC-{number:02}" for number in (*range(1, 15), 28, 30, 31, 32, 33)]


@tagged("cs_incentive", "cs_incentive_text")
class TestTexts(TransactionCase):
    """Words of the rules and of what the engine comes to (ALL-01).

    Which values a sentence may speak of: ``tests/engine/test_incentive_texts.py``.
    """

    def _missing(self, keys):
        keys = set(keys)
        return keys - self.env["cs.reason.text"]._texts(keys).keys()

    def test_every_key_has_words(self):
        self.assertFalse(self._missing(KEYS))
        self.assertFalse(self._missing(TERMS))
        self.assertFalse(self._missing(f"param.{name}" for name in NAMES))
        self.assertFalse(self._missing(["role.scheme", "role.entry"]))

    def test_the_rules_are_in_the_book(self):
        rules = self.env["cs.rule"].search([("code", "in", RULES)])
        self.assertEqual(sorted(rules.mapped("code")), RULES)
        self.assertEqual(set(rules.mapped("area")), {"incentive"})

    def _outcomes(self):
        two = Bands((Band(None, RATE, Decimal(1)), Band(Decimal(70), RATE, Decimal(2))))
        facts = rates.RatioFacts(Decimal(86400), 356, 500)
        yield "INC-01", rates.rate_by_ratio(rates.RatioRate(two), facts)
        facts = earning.PoolFacts(Decimal(312000), {1: 20, 2: Decimal("7.5")})
        yield "INC-02", earning.pool(earning.Pool(Decimal("0.5"), True), facts)[2]
        yield "INC-08", wage.fixed(Decimal(1200), Share(10, 22))
        yield "INC-08", wage.full_attendance(Decimal(200), "late")
        facts = merit.MeritFacts(Decimal(3000), Decimal("1.2"), True)
        split = merit.merit_split(merit.Merit(), facts)
        yield "INC-09", split.basic
        yield "INC-09", split.merit
        yield "INC-09", split.withheld
        yield "INC-11", awards.held(awards.Held(3, Decimal(200)), [True] * 3)
        fine = cap.Owed(1, Decimal(500), JUNE)
        taking = cap.take(cap.Cap(), Decimal(1000), [fine])
        yield "INC-28", cap.carry(cap.Cap(), taking, taking.lines[0])
        yield "INC-28", cap.brought(fine)

    def _reason(self, rule, outcome):
        """As a person reads it."""
        maker = self.env["cs.incentive.maker"]
        row = maker._outcome_row(outcome, rule, (), self.env.company)
        why = Explanation.from_json(row["explanation"])
        return self.env["cs.explanation.reader"]._render(why)["reasons"][0]

    def test_sentences_are_filled(self):
        for rule, outcome in self._outcomes():
            with self.subTest(outcome.key):
                reason = self._reason(rule, outcome)
                self.assertNotRegex(reason["sentence"], r"[{}‹›]")
                self.assertTrue(reason["rule"]["title"])

    def test_the_words_of_a_carried_fine(self):
        """INC-28: of 500, a pay of 1 000 gives 200."""
        [outcome] = [one for _, one in self._outcomes() if one.key == "inc.cap.carried"]
        reason = self._reason("INC-28", outcome)
        for amount in ("1,000.00", "200.00", "500.00", "300.00"):
            self.assertIn(amount, reason["sentence"])
        labels = {param["label"]: param["value"] for param in reason["params"]}
        self.assertEqual(labels["Deductions take at most"], "20%")
