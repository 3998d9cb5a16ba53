from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.phone_rings import COUNTED


class CsPhoneAnswering(models.Model):
    """Calls by day and person: how many, and which share in time (接听及时率, HD-03).

    The share is of the calls that count: answered, late and missed. Who hung up while
    there was time, and what an appeal excused, counts nowhere.

    Access: as the calls.
    """

    _name = "cs.phone.answering"
    _inherit = ["cs.kept.mixin"]
    _description = "Answering"
    _auto = False
    _order = "day desc, team_id, employee_id, id"
    _rec_name = "day"
    _depends = {
        "cs.phone.record": [
            "company_id",
            "day",
            "department_id",
            "employee_id",
            "team_id",
            "verdict",
        ],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    day = fields.Date(readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    employee_id = fields.Many2one("hr.employee", "Colleague", readonly=True)
    call_count = fields.Integer("Number of Calls", readonly=True)
    counted = fields.Integer("Calls That Count", readonly=True)
    in_time_count = fields.Integer("Answered in Time", readonly=True)
    late_count = fields.Integer("Answered Late", readonly=True)
    missed_count = fields.Integer("Missed", readonly=True)
    gave_up_count = fields.Integer("Hung Up in Time", readonly=True)
    in_time = fields.Float(
        "In Time (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="HD-03: of the calls that count, those answered within the limit.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT *, 100.0 * in_time_count / nullif(counted, 0) AS in_time
              FROM (
                SELECT min(id) AS id, company_id, day, team_id, department_id,
                       employee_id, count(*) AS call_count,
                       count(*) FILTER (WHERE verdict = ANY(%s)) AS counted,
                       count(*) FILTER (WHERE verdict = 'in_time') AS in_time_count,
                       count(*) FILTER (WHERE verdict = 'late') AS late_count,
                       count(*) FILTER (WHERE verdict = 'missed') AS missed_count,
                       count(*) FILTER (WHERE verdict = 'gave_up') AS gave_up_count
                  FROM cs_phone_record
                 GROUP BY company_id, day, team_id, department_id, employee_id
              ) AS days
            """,
            list(COUNTED),
        )

    def _read_group_select(self, aggregate_spec, query):
        """A share of several days is of their calls, not the average of shares."""
        if aggregate_spec != "in_time:avg":
            return super()._read_group_select(aggregate_spec, query)
        in_time = self._field_to_sql(self._table, "in_time_count", query)
        counted = self._field_to_sql(self._table, "counted", query)
        return SQL("100.0 * sum(%s) / nullif(sum(%s), 0)", in_time, counted)

    def _kept_text(self):
        return self.env._("HD-03: these figures follow from the call log.")

    @api.readonly
    def action_open_calls(self):
        """The calls behind a row."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_helpdesk.cs_phone_record_action"
        )
        domain = [
            (name, "=", self[name].id)
            for name in ("company_id", "team_id", "department_id", "employee_id")
        ]
        return action | {"domain": [*domain, ("day", "=", self.day)], "context": {}}
