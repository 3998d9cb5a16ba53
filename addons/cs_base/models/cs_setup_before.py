from odoo import api, models


class CsSetupBefore(models.AbstractModel):
    """What the setup assistant looks at before anything is made (ALL-04): people,
    roles and holidays, without which drafts cannot be approved or a month closed.

    Each line says what is there and where it is changed; who lacks the right to change
    it is told who has it.
    """

    _name = "cs.setup.before"
    _description = "Before the Setup"

    @api.model
    def _lines(self, scope):
        """:return: list of dicts: ``label``, ``text``, ``is_ok``, ``action``"""
        return [
            self._people(scope),
            self._hr_officers(scope),
            self._general_manager(scope),
            self._holidays(scope),
        ]

    def _line(self, label, text, is_ok, action=False):
        return {"label": label, "text": text, "is_ok": is_ok, "action": action}

    def _people(self, scope):
        # sudo: only the number comes out
        domain = [("company_id", "=", scope.company.id)]
        if scope.department:
            domain.append(("department_id", "child_of", scope.department.id))
        count = self.env["hr.employee"].sudo().search_count(domain)
        text = (
            self.env._("%s people are entered", count)
            if count
            else self.env._("Nobody yet. Please enter the people first.")
        )
        action = "hr.open_view_employee_list_my"
        may = self.env["hr.employee"].has_access("create")
        return self._line(
            self.env._("Employees"), text, bool(count), action if may else False
        )

    def _hr_officers(self, scope):
        """Only an employee of the company proposes."""
        people = self.env["cs.decision.route"]._hr_officers(scope.company)
        names = ", ".join(people.mapped("name"))
        may = self.env.user.has_group("base.group_system")
        if names:
            text = names
        elif may:
            text = self.env._(
                "Nobody yet. Please give somebody the role, and link the user to an"
                " employee."
            )
        else:
            text = self.env._("Nobody yet. An administrator gives the role.")
        label = self.env._("HR officer: proposes the drafts")
        return self._line(
            label, text, bool(names), "base.action_res_users" if may else False
        )

    def _general_manager(self, scope):
        """Named in the settings of the company, with a user (ALL-07)."""
        # sudo: who decides is no secret among those who set up
        manager = scope.company.sudo().cs_general_manager_id
        may = self.env.user.has_group("base.group_system")
        if manager.user_id:
            text = manager.name
        elif may:
            text = self.env._(
                "Nobody yet. Please name an employee with a user in the settings."
            )
        else:
            text = self.env._("Nobody yet. An administrator names one in the settings.")
        return self._line(
            self.env._("General manager: approves them"),
            text,
            bool(manager.user_id),
            "cs_base.res_config_settings_action" if may else False,
        )

    def _holidays(self, scope):
        year = self.env.company._cs_today().year
        country = scope.company.country_id
        # sudo: only whether the year is there comes out
        found = (
            self.env["calendar.public.holiday"]
            .sudo()
            .search_count(
                [("year", "=", year), ("country_id", "in", [False, country.id])],
                limit=1,
            )
        )
        text = (
            self.env._("entered for %s", year)
            if found
            else self.env._("Not entered for %s yet: fill them from the list.", year)
        )
        may = self.env["calendar.public.holiday"].has_access("create")
        return self._line(
            self.env._("Public holidays and make-up days"),
            text,
            bool(found),
            "cs_base.cs_holiday_fill_action" if may else False,
        )
