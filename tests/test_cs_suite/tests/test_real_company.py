from datetime import date
from unittest import SkipTest

from odoo.addons.base.tests.common import BaseCommon
from odoo.tests import tagged

from . import real_data
from .real_company import RealCompany, at
from .real_month import RealMonth
from .real_data import YEAR, RealData

MONTHS = [date(YEAR, number, 1) for number in range(1, 13)]


@tagged("post_install", "-at_install", "cs_suite", "cs_real_company")
class TestRealCompany(BaseCommon):
    @classmethod
    def setUpClass(cls):
        if not real_data.is_there():
            raise SkipTest("no ../shared/data: the files of real people are not here")
        super().setUpClass()
        cls.data = RealData()
        with at(date(YEAR - 1, 12, 15)):
            cls.house = RealCompany(cls.env, cls.data)
            cls.house.hire()
            cls.house.set_up()
        cls.env = cls.house.env

    def setUp(self):
        super().setUp()
        self.house.cron = self.run_cron

    def run_cron(self, xml_id):
        cron = self.env.ref(xml_id)
        with self.enter_registry_test_mode():
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def test_a_year(self):
        import time
        t=time.time()
        def say(*a):
            nonlocal t
            print("XX", *a, round(time.time()-t,1), flush=True); t=time.time()
        with at(date(YEAR, 1, 1)):
            n = self.house.import_tickets("before.csv", lambda month: month < MONTHS[0])
        say("before", n)
        import os
        for month in MONTHS[:int(os.environ.get("CS_N","12"))]:
            m = RealMonth(self.house, month)
            say(month, m.begin())
            m.close()
            say("closed", m.period.state, m.run.cs_statement_total)
            move = m.post()
            tie = m.tie_out()
            say("tie", move.state, tie.difference_count)
