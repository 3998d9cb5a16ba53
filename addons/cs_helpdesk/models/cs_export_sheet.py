from odoo import fields, models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

#: What goes out; a dot goes on to the contact.
COLUMNS = {
    "customer": (
        "partner_id",
        "partner_id.phone",
        "partner_id.email",
        "partner_id.street",
        "partner_id.city",
        "grade",
        "loyalty",
        "turnover",
        "last_activity_on",
        "next_due_on",
        "owner_id",
        "team_ids",
    ),
    "ticket": (
        "number",
        "name",
        "cs_kind",
        "partner_id",
        "cs_phone",
        "partner_email",
        "team_id",
        "cs_owner_id",
        "stage_id",
        "create_date",
        "closed_date",
    ),
    "callback": (
        "ticket_id",
        "kind",
        "customer",
        "phone",
        "department_id",
        "service_at",
        "state",
        "satisfaction",
        "satisfaction_reason",
        "suggestion",
        "done_at",
    ),
}
KINDS = {
    "integer": "integer",
    "float": "decimal",
    "monetary": "money",
    "date": "date",
    "datetime": "datetime",
}
#: From so many rows on, memory is kept flat.
_STREAMING = 3000


class CsExportRequest(models.Model):
    """An approved export becomes a sheet, and a row in the log (HD-20)."""

    _inherit = "cs.export.request"

    def action_download(self):
        """Hand the sheet to the asker's browser, and write down that it went out.

        :raise AccessError: by somebody else than the asker
        :raise UserError: not approved, over, or fetched as often as allowed
        """
        self.ensure_one()
        self.check_access("read")
        self._check_download()
        self._claim_download()
        records = self._records().with_context(lang=self.env.lang)
        if not records:
            raise UserError(
                self.env._("HD-20: there is nothing to export that you may read.")
            )
        columns = self._columns(records)
        headers = [column.header for column in columns]
        self.env["cs.export.download"]._note(self, len(records), headers)
        self._close_when_used_up()
        return self._hand_out(records, columns)

    def _check_download(self):
        if self.user_id != self.env.user:
            raise AccessError(
                self.env._("HD-20: only who asked for an export fetches it.")
            )
        if self.state == "done":
            raise UserError(
                self.env._(
                    "HD-20: this export was fetched as often as approved. Please ask"
                    " for another one."
                )
            )
        if self.state != "approved":
            raise UserError(self.env._("HD-20: this export is not approved."))
        if self.is_expired or self.valid_until <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "HD-20: this export could be fetched until then only. Please ask"
                    " for another one."
                )
            )

    def _claim_download(self):
        """Of two at the same moment one goes on; Odoo runs the other one anew."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "UPDATE cs_export_request SET write_date = write_date WHERE id = %s"
                " RETURNING id",
                self.id,
            )
        )

    def _close_when_used_up(self):
        # sudo: states are nobody's to write; the checks above decide
        request = self.sudo()
        request.invalidate_recordset(["download_ids"])
        if len(request.download_ids) >= request.download_limit:
            request._decision_write({"state": "done"})

    def _hand_out(self, records, columns):
        zone = self.company_id._cs_zone()
        keys = [column.key for column in columns]
        now = words.stamp(fields.Datetime.now(), zone, year=True)
        sheet = Sheet(
            self._what_name(),
            columns,
            ([_value(record, key, zone) for key in keys] for record in records),
            frozen_columns=1,
            title=self.display_name,
            subtitles=[
                self.env._(
                    "HD-20 · fetched by %(user)s on %(moment)s · for %(recipient)s",
                    user=self.env.user.name,
                    moment=now,
                    recipient=self.recipient,
                )
            ],
        )
        title = self.display_name
        streaming = len(records) > _STREAMING
        content = self.env["cs.sheet"]._xlsx([sheet], title=title, streaming=streaming)
        name = f"{self._what_name()} {self.company_id._cs_today()}.xlsx"
        return self.env["cs.sheet"]._download_action(name, content)

    def _columns(self, records):
        """Those that the asker may read."""
        columns = []
        for path in COLUMNS[self.what]:
            model, field = _field(records, path)
            if model._has_field_access(field, "read"):
                label = field._description_string(self.env)
                columns.append(Column(path, label, KINDS.get(field.type, "text")))
        return columns


def _field(records, path):
    """The last model and field of a path."""
    *way, name = path.split(".")
    for step in way:
        records = records[step]
    return records, records._fields[name]


def _value(record, path, zone):
    """A cell: names instead of records and keys, moments of the company."""
    # sudo: names of contacts, teams and people on records that the asker reads
    holder, field = _field(record.sudo(), path)
    value = holder[field.name]
    if field.relational:
        return ", ".join(one.display_name or "" for one in value)
    if field.type == "selection":
        return dict(field._description_selection(holder.env)).get(value, "")
    if field.type == "datetime" and value:
        return words.localized(value, zone).replace(tzinfo=None)
    return value if value or field.type in ("integer", "float", "monetary") else None
