from datetime import timedelta

from odoo import api, models

#: Teams that follow a pattern, with the character of its shift.
_TEAMS = {"presale1": "白", "night": "晚"}
#: How many are needed on each weekday; weekends are busy in the shop.
_NEEDS = {
    ("presale1", "白"): {"0": 5, "4": 6, "5": 7, "6": 6, "7": 6},
    ("night", "晚"): {"0": 4, "4": 4, "5": 4, "6": 4, "7": 3},
}
_WEEK = timedelta(days=7)


class CsDemo(models.AbstractModel):
    """Rosters of the demo company: two teams, six on and one off, staggered by a day
    each. From next Monday on two weeks are published, three more are drafts."""

    _inherit = "cs.demo"

    @api.model
    def _load_rosters(self):
        company = self._demo_company()
        if self.env["cs.roster.member"].search_count([("company_id", "=", company.id)]):
            return
        today = company._cs_today()
        monday = today - timedelta(days=today.weekday()) + _WEEK
        patterns = self._demo_patterns(company)
        self._demo_needs(company)
        planner = self.env(user=self._ref("user", "supervisor"))
        Roster = planner["cs.roster"].with_context(lang="zh_CN")
        for team, char in _TEAMS.items():
            people = self._demo_team(team)
            planner["cs.roster.member"].create(
                [
                    {
                        "company_id": company.id,
                        "employee_id": person,
                        "pattern_id": patterns[char],
                        "date_from": monday,
                        "offset": number,
                    }
                    for number, person in enumerate(people)
                ]
            )
            Roster.generate(people, monday, monday + 5 * _WEEK - timedelta(days=1))
            Roster.publish(people, monday, monday + 2 * _WEEK - timedelta(days=1))

    def _demo_patterns(self, company):
        """The template of an online shop, as HR loads it: character -> pattern id."""
        hr = self.with_user(self._ref("user", "hr")).with_context(lang="zh_CN")
        loader = hr.env["cs.roster.template"].create(
            {"company_id": company.id, "template": "shop"}
        )
        found = hr.env["cs.roster.pattern"].search(loader.action_load()["domain"])
        return {
            shifts.code: pattern.id
            for pattern in found
            if len(shifts := pattern.line_ids.shift_id) == 1
        }

    def _demo_needs(self, company):
        shifts = self.env["cs.shift"].search([("company_id", "=", company.id)])
        ids = {shift.code: shift.id for shift in shifts}
        hr = self.with_user(self._ref("user", "hr"))
        hr.env["cs.roster.need"].create(
            [
                {
                    "company_id": company.id,
                    "department_id": self._ref("department", team),
                    "shift_id": ids[char],
                    "weekday": str(weekday),
                    "count": counts.get(str(weekday), counts["0"]),
                }
                for (team, char), counts in _NEEDS.items()
                for weekday in range(8)
            ]
        )

    def _demo_team(self, team):
        return [
            person.id
            for row, person in self._demo_people()
            if row["department"] == team and person.active
        ]
