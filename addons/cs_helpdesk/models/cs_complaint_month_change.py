import json
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from .complaint_figures import cases_sql, flush
from .cs_complaint_month import FINAL

REASONS = [
    ("confirmed", "Became known as a complaint"),
    ("moved", "Unit, person or share changed"),
    ("closed", "Closed"),
    ("reopened", "Opened again"),
    ("class", "Class raised"),
    ("type", "Type changed"),
    ("late", "Limit passed"),
    ("withdrawn", "No complaint of its own any more"),
    ("appeal", "Appeal upheld"),
]
#: Figures of a difference, in the order of ``_measures``.
NUMBERS = (
    "number",
    "repeat_number",
    "severe_number",
    "closed_number",
    "judged_number",
    "in_time_number",
)


#: What is compared of a row, in the columns of ``CASE``.
_STATE = SQL(
    "jsonb_build_object('share', share, 'class', complaint_class, 'type', category_id,"
    " 'closed', to_char(closed_at, 'YYYY-MM-DD HH24:MI:SS'), 'timing', timing)"
)


class CsComplaintMonthChange(models.Model):
    """What became known about a complaint after its month was frozen (HD-06).

    The frozen row stays; the difference is booked in the next open month. The changes
    of one row are a chain: each names the one before, and the database lets each have
    one follower, so nothing is booked twice. Access as for the rows.
    """

    _name = "cs.complaint.month.change"
    _inherit = ["cs.complaint.month.row.mixin", "cs.kept.mixin"]
    _description = "Difference in Complaint Statistics"
    _order = "found_at desc, id desc"
    _log_access = False

    month_id = fields.Many2one(
        "cs.complaint.month",
        "Booked In",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    of_month_id = fields.Many2one(
        "cs.complaint.month",
        "Corrects",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    previous_id = fields.Many2one(
        "cs.complaint.month.change",
        "Follows",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    appeal_id = fields.Many2one(
        "cs.appeal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reason = fields.Selection(REASONS, "Because", required=True, readonly=True)
    found_at = fields.Datetime(required=True, readonly=True)
    before = fields.Json(required=True, readonly=True)
    after = fields.Json(required=True, readonly=True)
    number = fields.Float("Complaints", digits=(16, 4), readonly=True)
    repeat_number = fields.Float("Repeat", digits=(16, 4), readonly=True)
    severe_number = fields.Float("Severe", digits=(16, 4), readonly=True)
    closed_number = fields.Float("Closed", digits=(16, 4), readonly=True)
    judged_number = fields.Float("Judged by the Limit", digits=(16, 4), readonly=True)
    in_time_number = fields.Float(
        "Closed Within the Limit", digits=(16, 4), readonly=True
    )

    _chain_uniq = models.UniqueIndex(
        "(of_month_id, ticket_id, COALESCE(department_id, 0),"
        " COALESCE(employee_id, 0), COALESCE(previous_id, 0))",
        "This difference is booked already.",
    )
    _appeal_index = models.Index("(ticket_id) WHERE reason = 'appeal'")
    _appeal_named = models.Constraint(
        "CHECK((reason = 'appeal') = (appeal_id IS NOT NULL))",
        "A difference by an appeal names it.",
    )

    @api.depends("ticket_number", "of_month_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for change in self:
            month = change.sudo().of_month_id.display_name
            change.display_name = f"{change.ticket_number} · {month}"

    # Booking (sudo)

    @api.model
    def _book_late(self, company):
        """Book what the complaints of frozen months say differently now.

        Safe at any race and any number of times: the same state gives no second row.
        """
        frozen = self.env["cs.complaint.month"].search(
            [("company_id", "=", company.id), ("state", "in", FINAL)]
        )
        if frozen:
            found = self._late_rows(frozen)
            self._insert(company, found)

    def _late_rows(self, frozen):
        """What differs from the last known state of each frozen row."""
        now = fields.Datetime.now()
        spans = [
            (one.id, one.company_id.id, one.start_at, one.stop_at) for one in frozen
        ]
        flush(self.env)
        return self.env.execute_query_dict(
            SQL(
                """
                WITH source AS (
                    SELECT key, ticket_id, ticket_number, department_id, employee_id,
                           %(state)s AS state FROM (%(cases)s) AS cases
                ),
                known AS (%(known)s)
                SELECT coalesce(s.key, k.key) AS of_month_id,
                       coalesce(s.ticket_id, k.ticket_id) AS ticket_id,
                       coalesce(s.ticket_number, k.ticket_number) AS ticket_number,
                       coalesce(s.department_id, k.department_id) AS department_id,
                       coalesce(s.employee_id, k.employee_id) AS employee_id,
                       k.change_id AS previous_id,
                       coalesce(k.state, '{}') AS before,
                       coalesce(s.state, '{}') AS after,
                       EXISTS (SELECT FROM known other WHERE other.key = s.key
                                  AND other.ticket_id = s.ticket_id
                                  AND other.state != '{}') AS was_known,
                       EXISTS (SELECT FROM source other WHERE other.key = k.key
                                  AND other.ticket_id = k.ticket_id) AS is_known
                  FROM source s FULL JOIN known k
                    ON s.key = k.key AND s.ticket_id = k.ticket_id
                   AND coalesce(s.department_id, 0) = coalesce(k.department_id, 0)
                   AND coalesce(s.employee_id, 0) = coalesce(k.employee_id, 0)
                 WHERE coalesce(s.state, '{}') != coalesce(k.state, '{}')
                """,
                state=_STATE,
                cases=cases_sql(spans, now),
                known=self._known_sql(SQL("IN %s", tuple(frozen.ids))),
            )
        )

    @api.model
    def _known_sql(self, months, more=SQL("TRUE")):  # noqa: B008 a constant
        """The last known state of each row: frozen, then changed."""
        return SQL(
            """
            SELECT DISTINCT ON (key, ticket_id, department_id, employee_id) *
              FROM (SELECT month_id AS key, ticket_id, ticket_number, department_id,
                           employee_id, 0 AS change_id, %(state)s AS state
                      FROM cs_complaint_month_case WHERE month_id %(months)s
                     UNION ALL
                    SELECT of_month_id, ticket_id, ticket_number, department_id,
                           employee_id, id, after
                      FROM cs_complaint_month_change WHERE of_month_id %(months)s
                   ) AS state
             WHERE %(more)s
             ORDER BY key, ticket_id, department_id, employee_id, change_id DESC
            """,
            state=_STATE,
            months=months,
            more=more,
        )

    @api.model
    def _book_appeal(self, case, appeal):
        """The person has no share any more, the unit keeps it."""
        flush(self.env)
        month, ticket = case.month_id, case.ticket_id
        own = SQL(
            "ticket_id = %s AND department_id = %s", ticket.id, case.department_id.id
        )
        known = {
            row["employee_id"]: row
            for row in self.env.execute_query_dict(
                self._known_sql(SQL("= %s", month.id), own)
            )
        }
        before, rest = known[case.employee_id.id], known.get(None)
        state = before["state"]
        left = rest["state"] if rest else {}
        share = state.get("share", 0) + left.get("share", 0)
        common = {
            "of_month_id": month.id,
            "ticket_id": ticket.id,
            "ticket_number": case.ticket_number,
            "department_id": case.department_id.id,
            "reason": "appeal",
            "appeal_id": appeal.id,
        }
        rows = [
            {
                **common,
                "employee_id": case.employee_id.id,
                "previous_id": before["change_id"],
                "before": state,
                "after": {},
            },
            {
                **common,
                "employee_id": None,
                "previous_id": rest["change_id"] if rest else None,
                "before": left,
                "after": {**state, "share": share},
            },
        ]
        self._insert(month.company_id, rows if state else rows[:1])

    def _insert(self, company, found):
        if not found:
            return
        maker = self.env["cs.complaint.month.maker"]
        month, now = maker._booking_month(company), fields.Datetime.now()
        rows = [
            (
                company.id,
                month.id,
                row["of_month_id"],
                row["ticket_id"],
                row["ticket_number"],
                row["department_id"],
                row["employee_id"],
                row["previous_id"] or None,
                row.get("appeal_id"),
                row.get("reason") or _reason(row),
                now,
                _json(row["before"]),
                _json(row["after"]),
                *_differences(row["before"], row["after"]),
            )
            for row in found
        ]
        names = [*_COLUMNS, *NUMBERS]
        self.env.cr.execute(
            SQL(
                "INSERT INTO cs_complaint_month_change (%s) VALUES %s"
                " ON CONFLICT DO NOTHING",
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(SQL("%s", row) for row in rows),
            )
        )
        self.invalidate_model()
        month.invalidate_recordset(["change_ids"])


_COLUMNS = (
    "company_id",
    "month_id",
    "of_month_id",
    "ticket_id",
    "ticket_number",
    "department_id",
    "employee_id",
    "previous_id",
    "appeal_id",
    "reason",
    "found_at",
    "before",
    "after",
)


def _json(state):
    return json.dumps(state, sort_keys=True)


def _measures(state):
    """What a row in that state counts, in the order of NUMBERS."""
    number = Decimal(str(state.get("share", 0))) / 100
    timing = state.get("timing")
    counts = (
        True,
        state.get("class") == "repeat",
        state.get("class") == "severe",
        bool(state.get("closed")),
        timing in ("in_time", "late"),
        timing == "in_time",
    )
    return [number * is_counted for is_counted in counts]


def _differences(before, after):
    pairs = zip(_measures(before), _measures(after), strict=True)
    return [new - old for old, new in pairs]


def _reason(row):
    """Why a row differs: what changed, the most telling first."""
    before, after = row["before"], row["after"]
    if not before:
        return "moved" if row["was_known"] else "confirmed"
    if not after:
        return "moved" if row["is_known"] else "withdrawn"
    if before["share"] != after["share"]:
        return "moved"
    if before["closed"] != after["closed"]:
        return "closed" if after["closed"] else "reopened"
    if before["class"] != after["class"]:
        return "class"
    return "type" if before["type"] != after["type"] else "late"
