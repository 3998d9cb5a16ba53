from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .cs_secret_mixin import LEVELS

KINDS = [("ticket", "Ticket"), ("customer", "Customer")]
SOURCES = {"ticket_id": "helpdesk.ticket", "customer_id": "cs.customer"}


class CsSecretStub(models.Model):
    """What leaders see of secret tickets and customers without opening them (HD-20):
    number, level, team, who is in charge, whether it is open and due; no name, text or
    phone.

    Access: who could read the record if it were normal, by its own record rules:
    leaders, supervisors, HR officers and the general manager.
    """

    _name = "cs.secret.stub"
    _description = "Secret Ticket or Customer"
    _auto = False
    _order = "due_at, id"
    _rec_name = "number"
    _depends = {
        "helpdesk.ticket": [
            "number",
            "cs_secrecy",
            "company_id",
            "team_id",
            "cs_department_id",
            "user_id",
            "stage_id",
            "cs_next_due_at",
        ],
        "cs.customer": ["secrecy", "company_id", "owner_id", "team_ids"],
        "helpdesk.ticket.stage": ["closed"],
    }

    kind = fields.Selection(KINDS, readonly=True)
    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    customer_id = fields.Many2one("cs.customer", readonly=True)
    number = fields.Char(readonly=True)
    level = fields.Selection(LEVELS, "Secrecy", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    department_id = fields.Many2one("hr.department", "Unit", readonly=True)
    user_id = fields.Many2one("res.users", "In Charge", readonly=True)
    is_closed = fields.Boolean("Closed", readonly=True)
    due_at = fields.Datetime("Next Limit", readonly=True)
    is_open = fields.Boolean("Open to Me", compute="_compute_is_open")

    @property
    def _table_query(self):
        return SQL(_QUERY)

    @api.depends_context("uid")
    @api.depends("ticket_id", "customer_id")
    def _compute_is_open(self):
        # sudo: the ids only; the rules of the records decide
        known, readable = self.sudo(), {}
        for name, model in SOURCES.items():
            records = self.env[model].sudo(False).browse(known.mapped(name).ids)
            readable[name] = records._filtered_access("read")
        for stub, one in zip(self, known, strict=True):
            stub.is_open = any(
                one[name] and one[name] in readable[name] for name in SOURCES
            )

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._stub_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result is None and any(self._ids) and not self.env.su:
            # sudo: the domain says which
            mine = Domain("id", "in", self.ids) & self._stub_domain()
            hidden = self - self.sudo().search(mine).sudo(False)
            if hidden:
                return hidden, lambda: self.env["ir.rule"]._make_access_error(
                    operation, hidden
                )
        return result

    @api.model
    def _stub_domain(self):
        return Domain.OR(
            Domain(name, "in", self.env[model]._secret_openable())
            for name, model in SOURCES.items()
        )

    def action_read(self):
        """Open the record, or ask for the reason first."""
        self.ensure_one()
        self.check_access("read")
        if self.is_open:
            return self._record()._secret_form()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why Do You Read It?"),
            "res_model": "cs.secret.ask",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_stub_id": self.id},
        }

    def _record(self):
        """The ticket or customer; its own rules decide."""
        # sudo: the id only
        known = self.sudo()
        record = known.ticket_id or known.customer_id
        return self.env[record._name].browse(record.id)


_QUERY = """
    SELECT t.id * 2 AS id, 'ticket' AS kind, t.id AS ticket_id,
           NULL::int4 AS customer_id, t.number, t.cs_secrecy AS level, t.company_id,
           t.team_id, t.cs_department_id AS department_id,
           coalesce(t.user_id, t.cs_owner_id) AS user_id,
           coalesce(stage.closed, FALSE) AS is_closed, t.cs_next_due_at AS due_at
      FROM helpdesk_ticket t
      LEFT JOIN helpdesk_ticket_stage stage ON stage.id = t.stage_id
     WHERE t.cs_secrecy <> 'normal'
     UNION ALL
    SELECT c.id * 2 + 1, 'customer', NULL, c.id, 'C' || to_char(c.id, 'FM00000'),
           c.secrecy, c.company_id, team.id, team.cs_department_id, c.owner_id,
           FALSE, NULL
      FROM cs_customer c
      LEFT JOIN LATERAL (
           SELECT one.id, one.cs_department_id
             FROM cs_customer_team_rel r
             JOIN helpdesk_ticket_team one ON one.id = r.team_id
            WHERE r.customer_id = c.id ORDER BY one.id LIMIT 1) team ON TRUE
     WHERE c.secrecy <> 'normal'
"""
