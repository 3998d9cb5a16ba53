from odoo import api, fields, models
from odoo.fields import Domain

#: So many tickets that nobody works on are shown; then how many more there are.
LINES = 10


class CsServiceBoard(models.AbstractModel):
    """A leader's board: what is overdue by the unit that works on it, how much each
    person has, and what nobody works on yet (HD-02, HD-03).

    Access: leaders and supervisors, of the teams and departments that they lead; the
    general manager of the company. People stand in the order of their names, never of
    their figures.
    """

    _name = "cs.service.board"
    _inherit = ["cs.service.screen"]
    _description = "Team Board"

    @api.model
    @api.readonly
    def get_board(self, team_id=None):
        """Open tickets of the teams that the caller leads. The number of queries does
        not depend on how many there are.

        :param team_id: only of this team, if the caller leads it
        :return: dict for the client action ``cs_helpdesk.service_board``: ``teams`` as
            [id, name], the chosen ``team`` (or 0), ``totals``, ``units`` and
            ``people``, each with ``open``, ``overdue``, ``today`` (due later today)
            and ``waiting`` as count and domain, and ``unassigned`` with ``lines``
        """
        self._check_groups("cs_base.group_team_leader", "cs_base.group_general_manager")
        teams, scope = self._scope()
        team = teams.filtered(lambda one: one.id == team_id)
        if team:
            scope = Domain("team_id", "=", team.id)
        open_ = scope & Domain("closed", "=", False)
        open_ &= Domain("company_id", "=", self.env.company.id)
        domains = self._domains(open_)
        rows = {name: self._groups(domain) for name, domain in domains.items()}
        return {
            **self._frame_of_screen(),
            "teams": [[one.id, one.name] for one in teams],
            "team": team.id or 0,
            "totals": {
                name: self._counted(domain, sum(rows[name].values()))
                for name, domain in domains.items()
            },
            "units": self._units(domains, rows),
            "people": self._people(domains, rows, team or teams),
            "unassigned": self._unassigned(open_),
        }

    @api.model
    def _scope(self):
        """What the caller leads.

        :return: (teams, domain of their tickets)
        """
        user, company = self.env.user, self.env.company
        Team = self.env["helpdesk.ticket.team"]
        here = Domain("company_id", "in", [company.id, False])
        if user.has_group("cs_base.group_general_manager"):
            return Team.search(here), Domain.TRUE
        units = user.cs_managed_department_ids.ids
        led = Domain("user_id", "=", user.id) | Domain("cs_department_id", "in", units)
        teams = Team.search(here & led)
        tickets = Domain("team_id", "in", teams.ids)
        return teams, tickets | Domain("cs_department_id", "in", units)

    @api.model
    def _domains(self, open_):
        """What is counted; nothing is both overdue and due today."""
        now = fields.Datetime.now()
        _today, _begin, end = self._today()
        today = Domain("cs_next_due_at", ">=", now) & Domain("cs_next_due_at", "<", end)
        return {
            "open": open_,
            "overdue": open_ & Domain("cs_next_due_at", "<", now),
            "today": open_ & today,
            "waiting": open_ & Domain("stage_id.cs_pauses", "=", True),
        }

    @api.model
    def _groups(self, domain):
        """:return: dict (unit id or False, person id or False) -> count"""
        rows = self.env["helpdesk.ticket"]._read_group(
            domain, ["cs_department_id", "user_id"], ["__count"]
        )
        return {(unit.id, person.id): count for unit, person, count in rows}

    @api.model
    def _figures(self, domains, rows, place, field, value):
        """The figures of one unit or person.

        :param place: which part of the keys of ``rows`` is the unit or person
        """
        return {
            name: self._counted(
                domain & Domain(field, "=", value),
                sum(n for key, n in rows[name].items() if key[place] == value),
            )
            for name, domain in domains.items()
        }

    @api.model
    def _units(self, domains, rows):
        ids = {unit for unit, _person in rows["open"]}
        # sudo: names of the units of tickets that the caller reads
        units = self.env["hr.department"].sudo().browse(filter(None, ids))
        named = [(unit.name, unit.id) for unit in units]
        if False in ids:
            named.append((self.env._("No unit"), False))
        return [
            {
                "id": value or 0,
                "name": name,
                **self._figures(domains, rows, 0, "cs_department_id", value),
            }
            for name, value in sorted(named, key=_by_name)
        ]

    @api.model
    def _people(self, domains, rows, teams):
        """Who works on something, and who could: the members of the teams."""
        ids = {person for _unit, person in rows["open"] if person}
        # sudo: names of the people of one's own teams, archived or not
        known = self.env["res.users"].sudo().browse(ids)
        known |= teams.sudo().user_ids.filtered("active")
        named = sorted(((one.name, one.id) for one in known), key=_by_name)
        return [
            {
                "id": value,
                "name": name,
                **self._figures(domains, rows, 1, "user_id", value),
            }
            for name, value in named
        ]

    @api.model
    def _unassigned(self, open_):
        domain = open_ & Domain("user_id", "=", False)
        _tickets, lines = self._lines(domain, "cs_next_due_at, id", LINES)
        return {**self._counted(domain), "lines": lines}


def _by_name(row):
    """What has no unit stands last."""
    name, value = row
    return not value, name, value
