import base64
import csv
import io

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import demo_tickets
from .demo_tickets import COLUMNS, DAY, Desk

#: What the tickets come from.
SOURCE = "在线客服台"
#: department -> (tickets a month, first and last hour, what it serves)
DESKS = {
    "presale1": (105, 8.6, 17.2, ("inquiry",)),
    "presale2": (90, 8.6, 17.2, ("inquiry",)),
    "aftersale": (100, 8.6, 17.2, ("inquiry", "order", "repair")),
    "complaint": (50, 8.6, 17.2, ("inquiry", "repair")),
    "night": (75, 17.6, 23.3, ("inquiry",)),
}
#: Teams of helpdesk that the small demo company does not have.
TEAMS = {
    "presale2": ("售前二组", "zhao_qihang"),
    "complaint": ("投诉与回访组", "deng_huimin"),
    "night": ("夜班组", "night_leader"),
}


class CsDemo(models.AbstractModel):
    """Tickets of the demo company: what the online desk exported month by month, one
    event a row (HD-02), read by the import that everybody has."""

    _inherit = "cs.demo"

    @api.model
    def _load_complaint_months(self):
        """Before the statistics are made, which count them."""
        self._load_teams()
        self._load_tickets()
        return super()._load_complaint_months()

    def _load_teams(self):
        """A team a group, with its people; who looks after the system imports."""
        manager = self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        self.env.ref("cs_base.user_sysadmin_demo").group_ids = [
            Command.link(manager.id)
        ]
        for department, (name, leader) in TEAMS.items():
            xml_id = self._team_id(department)
            if not self.env.ref(xml_id, raise_if_not_found=False):
                values = {
                    "name": name,
                    "company_id": self._demo_company().id,
                    "cs_department_id": self._ref("department", department),
                    "user_id": self._ref("user", leader),
                }
                team = self.env["helpdesk.ticket.team"].create(values)
                self._set_xml_id(xml_id, team)
        for department in DESKS:
            mine = [
                self._ref("user", row["login"])
                for row in self._rows("people")
                if row["department"] == department and row["login"]
            ]
            team = self.env.ref(self._team_id(department))
            team.user_ids = [Command.link(user) for user in mine]

    def _team_id(self, department):
        known = {"presale1": "presale", "aftersale": "aftersale"}
        name = known.get(department)
        return f"cs_{'helpdesk' if name else 'demo'}.team_{name or department}_demo"

    def _load_tickets(self):
        """One file a team and month, imported by who looks after the system."""
        today = self._demo_company()._cs_today()
        for months_ago in (3, 2, 1, 0):
            first = self._month(months_ago)
            last = min(first + relativedelta(months=1), today) - DAY
            for department in DESKS:
                xml_id = f"cs_demo.import_{department}_{months_ago}"
                if last < first or self.env.ref(xml_id, raise_if_not_found=False):
                    continue
                rows = demo_tickets.rows(self._desk(department), first, last)
                self._import_tickets(xml_id, department, first, rows)

    def _import_tickets(self, xml_id, department, first, rows):
        """Upload the file, say what its words mean, and import it."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
        Import = self._as("sysadmin", self.env["cs.ticket.import"])
        company = self._demo_company()
        batch = Import.with_company(company).create(
            {
                "name": f"{SOURCE}导出_{department}_{first:%Y%m}.csv",
                "company_id": company.id,
                "content": base64.b64encode(text.getvalue().encode("utf-8-sig")),
                "source": SOURCE,
                "team_id": self.env.ref(self._team_id(department)).id,
            }
        )
        self._set_xml_id(xml_id, batch)
        for word in batch.activity_ids.filtered(lambda one: not one.meaning):
            word.meaning = "note"
        batch.action_run()
        if batch.state == "queued":
            for _more in batch._background_as_user()._background_steps():
                pass

    def _desk(self, department):
        count, begin, end, kinds = DESKS[department]
        texts = self._history_table("tickets")
        names = {row["login"]: row["name"] for row in self._rows("people")}
        unit = self.env["hr.department"].browse(self._ref("department", department))
        return Desk(
            number=list(DESKS).index(department) + 1,
            unit=unit.name,
            count=count,
            hours=(begin, end),
            texts=[row for row in texts if row["kind"] in kinds],
            staff=[(joined, names[login]) for joined, login in self._staff(department)],
            now=self._local(fields.Datetime.now()),
        )
