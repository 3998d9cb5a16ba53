"""The company of the real punches: its people, what they set up, what they import.

Everybody does what the role does in the web client; only what an administrator does
before there is anybody, the company and the logins, is done by the superuser.
"""

import base64
from datetime import datetime, time

from odoo.addons.cs_payroll_account.tests.book_case import make_chart
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .real_data import STOP, YEAR, ZONE
from .real_pay import GRADES

FIRST = f"{YEAR}-01-01"
#: pin of the file -> role -> groups; all others are agents
ROLES = {
    "23": ("leader", "cs_base.group_team_leader"),
    "24": ("leader2", "cs_base.group_team_leader"),
    "25": ("supervisor", "cs_base.group_supervisor"),
    "26": ("hr", "cs_base.group_hr_officer,hr.group_hr_manager"),
    "27": ("payroll", "cs_base.group_payroll_accountant,account.group_account_user"),
    # Nobody reviews the own statement: it takes two (INC-30).
    "29": ("hr2", "cs_base.group_hr_officer"),
    "28": ("gm", "cs_base.group_general_manager"),
}
AGENT = "cs_base.group_agent"
#: The administrator of the system is no employee, and manages the helpdesk.
TECH = "base.group_system,helpdesk_mgmt.group_helpdesk_manager"
#: Parts of the setup assistant, by who may make them.
OF_SERVICE = ("category", "team")
OF_HR = (
    "attendance",
    "roster",
    "service",
    "appraisal",
    "card",
    "incentive",
    "scheme",
    "book",
    "payroll",
)


def at(day, hour=10):
    """The clock of the company stands at this hour of a day."""
    return freeze_time(datetime.combine(day, time(hour - 8)))


class RealCompany:
    """Thirty people: agents in two groups of Customer service, and the office.

    :ivar people: pin -> hr.employee
    :ivar users: role, or pin of an agent -> res.users
    :ivar cron: how a scheduled action, by its XML ID, is run
    """

    def __init__(self, env, data):
        self.data = data
        self.company = env["res.company"].create(
            {
                "name": "实录客服",
                "country_id": env.ref("base.cn").id,
                "currency_id": env.ref("base.CNY").id,
            }
        )
        env.ref("base.CNY").active = True
        context = {"allowed_company_ids": self.company.ids, "lang": "zh_CN"}
        self.env = env(context={**env.context, **context})
        self.company = self.company.with_env(self.env)
        self.company.resource_calendar_id.tz = ZONE

    # Who is who

    def user(self, role):
        return self.users[role]

    def as_role(self, role, model):
        return self.env[model].with_user(self.users[role])

    def role_of(self, pin):
        return ROLES.get(pin, (pin, AGENT))

    def hire(self):
        """Logins by the administrator, people by HR, each under the superior."""
        self.users = {"tech": self._login("tech", TECH, "系统管理员")}
        for pin in self.data.pins:
            role, groups = self.role_of(pin)
            login = role if role != pin else f"agent{pin}"
            self.users[role] = self._login(login, groups, f"员工{int(pin):02}")
        self._departments()
        people = self.as_role("hr", "hr.employee").create(
            [self._person_vals(pin) for pin in self.data.pins]
        )
        self.people = dict(zip(self.data.pins, people.with_env(self.env), strict=True))
        self._heads()

    def _login(self, login, groups, name):
        return new_test_user(
            self.env,
            login=login,
            groups=groups,
            name=name,
            lang="zh_CN",
            tz=ZONE,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )

    def _departments(self):
        Department = self.as_role("hr", "hr.department")
        vals = {"company_id": self.company.id}
        self.service = Department.create({"name": "客服部", **vals})
        self.office = Department.create({"name": "综合部", **vals})
        self.groups = [
            Department.create({"name": name, "parent_id": self.service.id, **vals})
            for name in ("一组", "二组")
        ]

    def _group_no(self, pin):
        return int(pin == "24" or int(pin) in (*range(12, 23), 30))

    def _place(self, pin):
        role, _groups = self.role_of(pin)
        if role in ("hr", "hr2", "payroll", "gm"):
            return self.office
        if role == "supervisor":
            return self.service
        return self.groups[self._group_no(pin)]

    def _person_vals(self, pin):
        role, _groups = self.role_of(pin)
        return {
            "name": f"员工{int(pin):02}",
            "user_id": self.users[role].id,
            "company_id": self.company.id,
            "department_id": self._place(pin).id,
            "tz": ZONE,
            "date_version": f"{YEAR - 1}-01-01",
            "contract_date_start": f"{YEAR - 1}-01-01",
            "wage": 4000 + 50 * int(pin),
        }

    def _heads(self):
        by_role = {self.role_of(pin)[0]: one for pin, one in self.people.items()}
        leaders = by_role["leader"], by_role["leader2"]
        for pin, person in self.people.items():
            role, _groups = self.role_of(pin)
            if role in ("supervisor", "hr", "hr2", "payroll"):
                boss = by_role["gm"]
            elif role.startswith("leader"):
                boss = by_role["supervisor"]
            else:
                boss = leaders[self._group_no(pin)]
            if role != "gm":
                person.with_user(self.users["hr"]).parent_id = boss
        self.service.manager_id = by_role["supervisor"]
        self.office.manager_id = by_role["gm"]
        for group, leader in zip(self.groups, leaders, strict=True):
            group.manager_id = leader
        self.company.cs_general_manager_id = by_role["gm"]

    # What rules them

    def set_up(self):
        """What the assistant offers a call centre; approved by the general manager."""
        self._holidays()
        made = self._make("hr", self.env["hr.department"], OF_HR)
        self._weigh_grades(made["appraisal"])
        self._approve(made)
        [team] = self._make("tech", self.service, OF_SERVICE)["team"]
        self._take_into_use(team)
        self._hours()
        self._pins()
        self._books()

    def _holidays(self):
        year = self.as_role("hr", "calendar.public.holiday").create(
            {"year": YEAR, "country_id": self.env.ref("base.cn").id}
        )
        self.as_role("hr", "calendar.public.holiday.line").create(
            [
                {"name": "放假", "date": day, "public_holiday_id": year.id}
                for day in sorted(self.data.holidays)
            ]
        )

    def _make(self, role, department, codes):
        """:return: dict code of a part -> its records"""
        Setup = self.as_role(role, "cs.setup")
        parts = self.env["cs.setup.part"].search([("code", "in", codes)])
        Setup.make("after_sales", department.id, FIRST, parts.ids)
        items = self.env["cs.setup.item"].search([("part_id", "in", parts.ids)])
        return {item.part_id.code: item._records() for item in items}

    def _weigh_grades(self, policy):
        """The regulations name no coefficients of grades: HR fills them in (APP-06)."""
        for grade in policy.with_user(self.users["hr"]).grade_ids:
            [factor] = [one[2] for one in GRADES if one[1] == grade.name]
            grade.coefficient = factor

    def _approve(self, made):
        for records in made.values():
            if "can_submit" in records:
                for policy in records:
                    policy.with_user(self.users["hr"]).action_submit()
                    policy.with_user(self.users["gm"]).action_approve()

    def _take_into_use(self, team):
        members = self.env["hr.employee"].search(
            [("department_id", "child_of", self.service.id)]
        )
        self.team = team.with_user(self.users["tech"])
        self.team.write(
            {
                "active": True,
                "user_id": self.users["supervisor"].id,
                "user_ids": [Command.set(members.user_id.ids)],
            }
        )

    def _hours(self):
        """From 10:00 on, for everybody: when these people evidently worked."""
        shift = self.as_role("hr", "cs.shift").create(
            {
                "name": "日班",
                "code": "R",
                "company_id": self.company.id,
                "hour_from": 10,
                "hour_to": STOP.hour + STOP.minute / 60,
            }
        )
        self.as_role("hr", "cs.shift.assignment").create(
            {"company_id": self.company.id, "shift_id": shift.id, "date_from": FIRST}
        )

    def _pins(self):
        self.as_role("hr", "cs.pin").create(
            [
                {
                    "pin": pin,
                    "employee_id": person.id,
                    "company_id": self.company.id,
                    "first_day": FIRST,
                }
                for pin, person in self.people.items()
            ]
        )

    def _books(self):
        make_chart(self.env, self.company)
        self.as_role("payroll", "cs.payroll.account").action_propose()

    # What they import

    def import_punches(self, month):
        """The two sheets of a month. :return: new punches"""
        return sum(self._import_sheet(name, month) for name in ("in_time", "out_time"))

    def _import_sheet(self, name, month):
        batch = self.as_role("hr", "cs.punch.import").create(
            {
                "name": f"{name}_{month:%Y-%m}.csv",
                "content": base64.b64encode(self.data.punch_sheet(name, month)),
                "company_id": self.company.id,
                "tz": ZONE,
            }
        )
        self._run(batch)
        assert (batch.unknown_count, batch.bad_count) == (0, 0), batch.summary
        return batch.new_count

    def import_tickets(self, name, wanted):
        """Tickets whose last event lies in a wanted month. :return: how many"""
        content, count = self.data.ticket_file(wanted)
        batch = self.as_role("tech", "cs.ticket.import").create(
            {
                "name": name,
                "content": base64.b64encode(content),
                "company_id": self.company.id,
                "source": "HD",
                "team_id": self.team.id,
                "tz": ZONE,
            }
        )
        self._name_people(batch)
        self._run(batch)
        assert (batch.new_count, batch.held_count) == (count, 0), batch.summary
        return count

    def _name_people(self, batch):
        """ "Value 7" of the file is the person with pin 7."""
        for word in batch.person_ids:
            pin = word.text.removeprefix("Value ")
            word.user_id = self.users[self.role_of(pin)[0]]

    def _run(self, batch):
        """A large file is read in the background: here, without its commits."""
        batch.action_run()
        if batch.state == "queued":
            work(batch)
        assert batch.state == "done", batch.error


def work(batch):
    """What the scheduled action does, without its commits."""
    for _step in batch.sudo()._background_as_user()._background_steps():
        pass
