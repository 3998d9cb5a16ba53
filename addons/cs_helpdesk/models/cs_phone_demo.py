import base64
import csv
import io
from datetime import timedelta
from random import Random

from odoo import api, models

#: who brings the log of which departments; leaders' own calls come with the other
LOGS = {
    "leader": ("presale1",),
    "supervisor": ("presale2", "aftersale", "complaint"),
}
HEADER = (
    "话单号", "呼叫时间", "热线", "来电号码",
    "分机", "接听结果", "响铃声数", "通话时长",
)  # fmt: skip
#: an extension of nobody, as of a new telephone
UNKNOWN = "8099"
HOURS = range(9, 18)


class CsDemo(models.AbstractModel):
    """Call logs of the telephone system of the demo company (HD-03)."""

    _inherit = "cs.demo"

    @api.model
    def _make_phone_logs(self):
        people = self._phone_people()
        for number, person in enumerate(people, 8001):
            person.cs_extension = person.cs_extension or str(number)
        for login, departments in LOGS.items():
            units = [self._ref("department", key) for key in departments]
            own = people.filtered(lambda one, ids=units: one.department_id.id in ids)
            own -= own.filtered(lambda one, who=login: one.user_id.login == who)
            rows = self._phone_rows(login, own)
            if login == "leader":
                rows += self._phone_odd_rows()
            values = {"name": f"话单-{login}.csv", "content": self._phone_file(rows)}
            xml_id = f"cs_helpdesk.phone_log_{login}_demo"
            steps = [(login, "action_run")]
            self._make(xml_id, "cs.phone.import", login, values, steps)

    def _phone_people(self):
        """Who answers the telephone, in the order of the table."""
        units = {key for departments in LOGS.values() for key in departments}
        keys = [
            row["key"] for row in self._rows("people") if row["department"] in units
        ]
        people = self.env["hr.employee"].browse(
            [self._ref("employee", key) for key in keys]
        )
        return people.filtered("active")

    def _phone_days(self):
        """So many days before today are in the logs."""
        return 3

    def _phone_rows(self, login, people):
        """Rows of a log: most answered in time, some late, few missed."""
        today = self.env["res.company"].browse(self._ref("company", "xinglan"))
        today = today._cs_today()
        rows = []
        for ago in range(self._phone_days(), 0, -1):
            day = today - timedelta(days=ago)
            # by the age of the day, so that each day of the year tells the same story
            chance = Random(f"{login}/{ago}")  # noqa: S311 nothing to guess
            there = people.filtered(lambda one, d=day: one.contract_date_start <= d)
            for person in there:
                for _call in range(chance.randrange(1, 4)):
                    rows.append(self._phone_row(chance, day, person, len(rows)))
        return rows

    def _phone_row(self, chance, day, person, number):
        result, rings, talk = chance.choices(
            (
                ("已接", chance.randrange(1, 4), chance.randrange(40, 400)),
                ("已接", chance.randrange(4, 8), chance.randrange(40, 400)),
                ("未接", "", ""),
                ("客户挂断", chance.randrange(1, 6), ""),
            ),
            (84, 8, 4, 4),
        )[0]
        moment = f"{day} {chance.choice(HOURS):02}:{chance.randrange(60):02}:00"
        caller = f"120{chance.randrange(10**8):08}"
        call = f"{day:%Y%m%d}-{person.cs_extension}-{number:05}"
        return call, moment, "400", caller, person.cs_extension, result, rings, talk

    def _phone_odd_rows(self):
        """Late, missed, of an unknown extension, and one that cannot be read."""
        agent = self.env.ref("cs_base.employee_zhou_muyang_demo").cs_extension
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        day = company._cs_today() - timedelta(days=1)
        return [
            (f"{day:%Y%m%d}-{key}", f"{day} {clock}", "400", "12000000386", *rest)
            for key, clock, *rest in (
                ("late", "10:12:00", agent, "已接", 5, 96),
                ("missed", "10:31:00", agent, "未接", "", ""),
                ("unknown", "11:05:00", UNKNOWN, "已接", 2, 61),
                ("odd", "11:20:00", agent, "转接", 2, 12),
            )
        ]

    def _phone_file(self, rows):
        file = io.StringIO()
        csv.writer(file).writerows([HEADER, *rows])
        return base64.b64encode(file.getvalue().encode())
