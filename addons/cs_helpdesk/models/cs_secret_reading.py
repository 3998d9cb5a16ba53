from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .cs_secret_mixin import LEVELS

KINDS = [("charge", "In Charge"), ("permit", "Opened With a Reason")]


class CsSecretReading(models.Model):
    """Who read a secret ticket or customer: when, until when and why (HD-20).

    Written by the server, and kept: a permit for who opened it with a reason, and a
    line a day for who is in charge. A permit counts until ``valid_until``; at that
    very moment it has run out.

    Access: each the own; supervisors those of their departments; the general manager
    those of the company.
    """

    _name = "cs.secret.reading"
    _inherit = ["cs.secret.log.mixin"]
    _description = "Reading of a Secret Record"

    level = fields.Selection(LEVELS, "Level Then", required=True, readonly=True)
    kind = fields.Selection(KINDS, "By What Right", required=True, readonly=True)
    user_id = fields.Many2one(string="Read By")
    day = fields.Date(required=True, readonly=True)
    read_at = fields.Datetime("Read On", required=True, readonly=True)
    valid_until = fields.Datetime("Open Until", readonly=True)
    reason = fields.Text(readonly=True)

    _of_one = models.Constraint(
        "CHECK(num_nonnulls(ticket_id, customer_id) = 1)",
        "HD-20: a reading is of one ticket or one customer.",
    )
    _permit_says_why = models.Constraint(
        "CHECK(kind = 'charge' OR (reason IS NOT NULL AND valid_until > read_at))",
        "HD-20: a permit has a reason and an end.",
    )
    _charge_ticket_once = models.UniqueIndex(
        "(user_id, ticket_id, day) WHERE kind = 'charge' AND ticket_id IS NOT NULL",
        "HD-20: this reading is written down already.",
    )
    _charge_customer_once = models.UniqueIndex(
        "(user_id, customer_id, day) WHERE kind = 'charge' AND customer_id IS NOT NULL",
        "HD-20: this reading is written down already.",
    )

    def _kept_text(self):
        return self.env._("HD-20: who read what is written by the system, and stays.")

    @api.model
    def _note_permit(self, record, reason):
        """:param record: a secret ticket or customer (sudo)"""
        now = fields.Datetime.now()
        self.env["res.partner"]._secret_forget()
        return self.sudo()._kept_create(
            [
                {
                    **record._secret_vals(),
                    "kind": "permit",
                    "user_id": self.env.uid,
                    "day": record.company_id._cs_today(),
                    "read_at": now,
                    "valid_until": now + timedelta(hours=record._secret_hours()),
                    "reason": reason,
                }
            ]
        )

    @api.model
    def _note_charge(self, records):
        """Once a day, whoever reads them in how many windows at one moment (database).

        :param records: secret tickets or customers (sudo)
        """
        now = fields.Datetime.now()
        rows = [
            {
                **record._secret_vals(),
                "kind": "charge",
                "user_id": self.env.uid,
                "day": record.company_id._cs_today(),
                "read_at": now,
                "create_uid": self.env.uid,
                "create_date": now,
            }
            for record in records - self._noted_today(records)
        ]
        if not rows:
            return
        for row in rows:
            row["department_id"] = row["department_id"] or None
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "INSERT INTO cs_secret_reading (%s) VALUES %s"
                " ON CONFLICT DO NOTHING RETURNING id",
                SQL(", ").join(SQL.identifier(name) for name in rows[0]),
                SQL(", ").join(tuple(row.values()) for row in rows),
            )
        )
        records.invalidate_recordset(["cs_reading_ids"])

    @api.model
    def _noted_today(self, records):
        """Those of which the caller's line of today is written already (sudo)."""
        noted = records.browse()
        for company, mine in records.grouped("company_id").items():
            lines = self.sudo().search(
                [
                    (records._secret_log, "in", mine.ids),
                    ("user_id", "=", self.env.uid),
                    ("kind", "=", "charge"),
                    ("day", "=", company._cs_today()),
                ]
            )
            noted |= lines[records._secret_log]
        return noted
