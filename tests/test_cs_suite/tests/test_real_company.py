"""One company, from its first punch to the posted entry, out of what real people did.

The year of punches in ``../shared/data`` is 2015. The tickets there are of 2010 to
2014: every date is moved by 157 weeks, so that 2012, the busiest year, falls into 2015
and each event stays on its weekday and hour. "Value 7" of the tickets, whose names are
anonymised, is the person with pin 7. Hours (10:00 to 16:30), wages, the office and the
coefficients of grades are ours, as the files name none; nothing else is invented.
"""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from unittest import SkipTest

from odoo.addons.base.tests.common import BaseCommon
from odoo.tests import tagged
from odoo.tools import SQL

from . import real_data, real_pay
from .real_company import RealCompany, at
from .real_data import YEAR, RealData
from .real_month import WITHHELD, RealMonth

MONTHS = [date(YEAR, number, 1) for number in range(1, 13)]
#: tables of what a month came to -> which of their rows
SEALED = {
    "cs_attendance_day": "t.company_id = %(company)s AND t.month = %(month)s",
    "cs_attendance_sheet": "t.company_id = %(company)s AND t.month = %(month)s",
    "cs_appraisal_result": "t.cycle_id = %(cycle)s",
    "cs_incentive_statement": "t.company_id = %(company)s AND t.month = %(month)s",
    "cs_incentive_item": "t.company_id = %(company)s AND t.month = %(month)s",
    "hr_payslip": "t.payslip_run_id = %(run)s",
    "hr_payslip_line": "t.slip_id IN"
    " (SELECT id FROM hr_payslip WHERE payslip_run_id = %(run)s)",
    "account_move_line": "t.move_id = %(move)s",
    "cs_period": "t.company_id = %(company)s AND t.month = %(month)s",
}
#: codes that the card of a call centre cannot measure by these files
UNKNOWN = {"closed_in_limit", "first_reply_minutes", "satisfaction"}
MARKS = ("late", "early", "late_early", "absent")


@tagged("post_install", "-at_install", "cs_suite", "cs_real_company")
class TestRealCompany(BaseCommon):
    """Thirty people and a year, on a database of its own without demo data: set up by
    the assistant, twelve months closed by those whose steps they are, each compared
    with what the files come to in plain Python."""

    @classmethod
    def setUpClass(cls):
        if not real_data.is_there():
            raise SkipTest("no ../shared/data: what real people did is not here")
        super().setUpClass()
        cls.data = RealData()
        with at(date(YEAR - 1, 12, 15)):
            cls.house = RealCompany(cls.env, cls.data)
            cls.house.hire()
            cls.house.set_up()
        cls.env, cls.company = cls.house.env, cls.house.company
        cls.pins = {person.id: pin for pin, person in cls.house.people.items()}

    def setUp(self):
        super().setUp()
        self.house.cron = self.run_cron
        groups = {pin: one.department_id for pin, one in self.house.people.items()}
        self.pay = real_pay.Pay(self.data, groups)
        self.seals = {}

    def run_cron(self, xml_id):
        cron = self.env.ref(xml_id)
        with self.enter_registry_test_mode():
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def test_from_the_first_punch_to_the_posted_entry(self):
        with at(date(YEAR, 1, 1)):
            old = self.house.import_tickets("old.csv", lambda month: month < MONTHS[0])
        for month in MONTHS:
            with self.subTest(month=month):
                old += self.check_month(RealMonth(self.house, month))
        with at(date(YEAR + 2, 2, 1)):
            old += self.house.import_tickets(
                "new.csv", lambda month: month > MONTHS[-1]
            )
        self.assertEqual(old, 2290)
        self.check_year()

    # A month

    def check_month(self, real):
        """:return: number of its tickets"""
        punches, tickets = real.begin()
        self.assertEqual(punches, self.data.punch_count(real.month))
        real.close()
        move, expected = real.post(), self.pay.month(real.month)
        self.check_sheets(real, expected)
        self.check_scores(real, expected)
        self.check_statements(real, expected)
        self.check_slips(real, expected)
        self.check_entry(real, move)
        self.check_reasons(real)
        self.check_nothing_open(real)
        self.check_seals(real, move)
        return tickets

    def of_month(self, real, model):
        return self.env[model].search(
            [("company_id", "=", self.company.id), ("month", "=", real.month)]
        )

    def check_sheets(self, real, expected):
        """ATT-08: as handed over, and as frozen."""
        sheets = self.of_month(real, "cs.attendance.sheet")
        self.assertEqual(len(sheets), len(self.pins))
        self.assertEqual(set(sheets.mapped("state")), {"handed_over"})
        for sheet in sheets:
            wanted = expected[self.pins[sheet.employee_id.id]]["sheet"]
            for source in (sheet, sheet.snapshot):
                self.assertEqual({name: source[name] for name in wanted}, wanted)

    def check_scores(self, real, expected):
        """APP-02, APP-03, APP-06: from the tickets and the days of the files."""
        results = self.env["cs.appraisal.result"].search(
            [("cycle_id", "=", real.cycle.id)]
        )
        found = {
            self.pins[one.employee_id.id]: (two(one.score), one.grade_id.name)
            for one in results
        }
        wanted = {
            pin: (one["score"], real_pay.grade(one["score"])[0])
            for pin, one in expected.items()
            if one["score"] is not None
        }
        self.assertEqual(found, wanted)
        for result in results:
            self.check_figures(real, result)

    def check_figures(self, real, result):
        """What the files do not say is not made up: such items do not apply."""
        lines = {line.item_id.metric_id.code: line for line in result.line_ids}
        resource = f"Value {self.pins[result.employee_id.id]}"
        handled = lines["tickets_handled"]
        self.assertEqual(handled.numerator, self.data.closed[resource, real.month])
        for code in UNKNOWN:
            self.assertFalse(lines[code].is_applicable, code)

    def check_statements(self, real, expected):
        """INC-08 to INC-11, INC-30: each line, and what they come to."""
        statements = self.of_month(real, "cs.incentive.statement")
        self.assertEqual(set(statements.mapped("state")), {"paid"})
        found = {
            self.pins[one.employee_id.id]: {
                item.code: two(item.amount) for item in one.item_ids if item.amount
            }
            for one in statements
        }
        self.assertEqual(found, {pin: one["lines"] for pin, one in expected.items()})
        for one in statements:
            lines = found[self.pins[one.employee_id.id]]
            self.assertEqual(two(one.total), sum(lines.values()))

    def check_slips(self, real, expected):
        """INC-31, ATT-05: the statement, less days of absence and what is withheld."""
        slips = real.run.slip_ids
        self.assertEqual(len(slips), len(self.pins))
        self.assertEqual(set(slips.mapped("state")), {"done"})
        for slip in slips:
            own = expected[self.pins[slip.employee_id.id]]
            total = sum(own["lines"].values())
            gross = total + real_pay.missed(own["lines"], own["sheet"])
            withheld = sum(
                real_pay.rounded(total * Decimal(rate) / 100)
                for rate in WITHHELD.values()
            )
            self.assertEqual(two(slip.cs_statement_total), total)
            self.assertEqual(two(slip.cs_gross), gross)
            self.assertEqual(two(slip.cs_net), gross - withheld)

    def check_entry(self, real, move):
        """INC-31: statement = payslip = entry, and the books are even."""
        self.assertEqual((move.state, move.date), ("posted", real.run.date_end))
        tie = real.tie_out()
        self.assertTrue(tie.is_booked)
        self.assertEqual(tie.difference_count, 0)
        sums = defaultdict(Decimal)
        for line in move.line_ids:
            sums[line.account_id.code] += two(line.balance)
        self.assertEqual(sum(sums.values()), 0)
        slips = real.run.slip_ids
        self.assertEqual(-sums["2211"], sum(two(slip.cs_net) for slip in slips))
        self.assertEqual(sums["6601"], sum(two(slip.cs_gross) for slip in slips))

    # Reasons

    def check_reasons(self, real):
        """ALL-01: each mark, line and deduction names its rule; people read their own
        in words."""
        days = self.of_month(real, "cs.attendance.day").filtered(
            lambda day: day.verdict in MARKS
        )
        for records in (days, self.of_month(real, "cs.incentive.item")):
            self.assertTrue(records)
            self.assertFalse(self.unexplained(records), records._name)
        reader = self.house.user("2")
        for day in days.filtered(lambda day: day.employee_id.user_id == reader):
            for reason in day.with_user(reader).get_explanation()["reasons"]:
                self.assertTrue(reason["rule"]["code"].startswith("ATT-"), day)
                self.assertTrue(reason["sentence"], day)

    def unexplained(self, records):
        """Ids of those of which no reason, or one without a rule, is stored."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, explanation FROM %s WHERE id IN %s",
                SQL.identifier(records._table),
                tuple(records.ids),
            )
        )
        return [
            id_
            for id_, stored in rows
            if not (stored and stored["reasons"])
            or not all(reason["rule"] for reason in stored["reasons"])
        ]

    # Nothing is open, and nothing moves

    def check_nothing_open(self, real):
        self.assertEqual(real.period.state, "closed")
        self.assertEqual(set(real.period.step_ids.mapped("state")), {"locked"})
        mine = ("company_id", "=", self.company.id)
        for model, domain in (
            ("cs.discipline.suggestion", [mine, ("state", "=", "open")]),
            ("cs.attendance.adjustment", [mine]),
            ("cs.appeal", [mine]),
            ("cs.punch.quarantine", [mine]),
            ("cs.attendance.day", [mine, ("is_pending", "=", True)]),
        ):
            self.assertFalse(self.env[model].search_count(domain), model)

    def check_seals(self, real, move):
        """ALL-05: what was closed before is, row by row, what it was."""
        self.assertEqual(
            {month: self.sums_of(keys) for month, (keys, _sums) in self.seals.items()},
            {month: sums for month, (_keys, sums) in self.seals.items()},
        )
        keys = {
            "company": self.company.id,
            "month": real.month,
            "cycle": real.cycle.id,
            "run": real.run.id,
            "move": move.id,
        }
        self.seals[real.month] = keys, self.sums_of(keys)

    def sums_of(self, keys):
        """dict table -> number of rows and checksum over all their columns"""
        self.env.flush_all()
        return {table: self.sum_of(table, keys) for table in SEALED}

    def sum_of(self, table, keys):
        where = SEALED[table]
        used = {name: key for name, key in keys.items() if f"({name})s" in where}
        return self.env.execute_query(
            SQL(
                "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t.id))"
                f" FROM {table} t WHERE {where}",
                **used,
            )
        )

    # The year

    def check_year(self):
        """All days, all tickets, and the people who did them."""
        days = self.env["cs.attendance.day"].search(
            [("company_id", "=", self.company.id), ("date", "<=", f"{YEAR}-12-31")]
        )
        found = {
            (self.pins[day.employee_id.id], day.date): (
                day.verdict,
                day.late_minutes,
                day.early_minutes,
            )
            for day in days
        }
        wanted = {
            (pin, day): (row["verdict"], row.get("late", 0), row.get("early", 0))
            for pin, year in self.data.judged.items()
            for day, row in year.items()
        }
        self.assertEqual(found, wanted)
        self.check_tickets()

    def check_tickets(self):
        """Who answered for what was closed when, over all the years of the file."""
        tickets = self.env["helpdesk.ticket"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(tickets), 2290)
        found = Counter()
        for ticket in tickets.filtered(lambda one: one.closed_date and one.cs_owner_id):
            local = ticket.closed_date + real_data.EIGHT_HOURS
            pin = self.pins[ticket.cs_owner_id._cs_employees().id]
            found[f"Value {pin}", real_data.month_start(local.date())] += 1
        self.assertEqual(found, self.data.closed)


def two(amount):
    """A figure of the database to the cent."""
    return Decimal(f"{amount:.2f}")
