import base64
import gzip
from datetime import datetime
from pathlib import Path
from unittest import SkipTest

from odoo.tests import tagged

from ..engine import attlog, punch_sheet
from ..engine.punch import Punch
from .punch_common import PunchCase

DATA = Path(__file__).parents[4] / "shared" / "data"


@tagged("cs_attendance", "cs_punch_real")
class TestPunchReal(PunchCase):
    """ATT-30 on a year of 30 people: as the two sheets they are, and as a terminal
    file made of them."""

    @classmethod
    def setUpClass(cls):
        if not (DATA / "in_time.csv.gz").exists():
            raise SkipTest("no ../shared/data")
        super().setUpClass()
        cls.files = {
            name: gzip.decompress((DATA / f"{name}.csv.gz").read_bytes())
            for name in ("in_time", "out_time")
        }

    def _import(self, name, data):
        batch = (
            self.env["cs.punch.import"]
            .with_user(self.users["hr"])
            .create(
                {
                    "name": name,
                    "content": base64.b64encode(data),
                    "company_id": self.company.id,
                    "tz": "Asia/Shanghai",
                }
            )
        )
        batch.action_run()
        if batch.state == "queued":
            batch.sudo()._take(batch._parse(), 10**9)
        self.assertEqual(batch.state, "done")
        return batch

    def _expected(self):
        """Every full moment in the two files, read without our code."""
        moments = set()
        for data in self.files.values():
            for line in data.decode().splitlines()[1:]:
                pin, *cells = line.split(",")
                for cell in cells:
                    if cell.strip() not in ("", "NA"):
                        moment = datetime.strptime(cell.strip(), "%d/%m/%Y %H:%M")
                        moments.add((pin.strip(), moment))
        return moments

    def _found(self):
        return {
            (punch.pin, datetime.fromisoformat(punch.local_text))
            for punch in self._ledger()
        }

    def test_sheets_and_terminal_file_give_the_same_ledger(self):
        expected = self._expected()
        self.assertGreater(len(expected), 10_000)
        batches = [
            self._import(f"{name}.csv", data) for name, data in self.files.items()
        ]
        for batch in batches:
            self.assertEqual((batch.layout, batch.bad_count), ("month", 0))
        self.assertEqual(self._found(), expected)
        punches = [
            Punch(number, pin, local, "")
            for number, (pin, local) in enumerate(sorted(expected), 1)
        ]
        made = self._import("1_attlog.dat", attlog.serialise(punches))
        self.assertEqual(made.kind, "attlog")
        self.assertEqual(made.duplicate_count, len(expected))
        self.assertEqual(made.new_count + made.unknown_count + made.bad_count, 0)
        self.assertEqual(self._found(), expected)

    def test_the_plan_of_a_year(self):
        rows = [
            (number, line.split(","))
            for number, line in enumerate(
                self.files["in_time"].decode().splitlines()[:5], 1
            )
        ]
        plan = punch_sheet.guess(rows, hint="in_time.csv")
        self.assertEqual((plan.layout, plan.order), ("month", "dmy"))
        self.assertEqual(len(plan.days), 261)
