import base64
import binascii
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

#: field with the document -> its model
OWNERS = {"record_id": "cs.record", "incoming_id": "cs.record.incoming"}


class CsRecordFile(models.Model):
    """A file of a record or of an incoming document (ALL-06, HD-20).

    What stands in it leaves this model by :meth:`action_read` only, which writes down
    who read it and why; no role reads the field, and there is no attachment.

    Access: who may read it is what the record rules of this model say. Added and taken
    out by who may write the document, until it is filed.
    """

    _name = "cs.record.file"
    _description = "File of a Record"
    _order = "id"

    name = fields.Char(required=True)
    record_id = fields.Many2one(
        "cs.record", index="btree_not_null", ondelete="restrict"
    )
    incoming_id = fields.Many2one(
        "cs.record.incoming", index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True
    )
    upload = fields.Binary("File", store=False)
    content = fields.Binary(
        "What Stands in It",
        required=True,
        attachment=False,
        copy=False,
        groups=fields.NO_ACCESS,
    )
    size = fields.Integer("Size in Bytes", readonly=True)
    checksum = fields.Char(readonly=True)

    _of_one_document = models.Constraint(
        "CHECK(num_nonnulls(record_id, incoming_id) = 1)",
        "A file belongs to one document.",
    )

    @api.depends("record_id.company_id", "incoming_id.company_id")
    def _compute_company_id(self):
        for one in self:
            one.company_id = one._owner().company_id

    @api.model_create_multi
    def create(self, vals_list):
        """As the caller may write the document; then past the caller's rights, because
        nobody writes the content itself."""
        prepared = [self._file_vals(vals) for vals in vals_list]
        files = super(CsRecordFile, self.sudo()).create(prepared)
        return files.with_env(self.env)

    def write(self, vals):
        self._file_refuse()

    def copy(self, default=None):
        self._file_refuse()

    def unlink(self):
        for one in self:
            one.check_access("read")
            one._owner()._file_check_open()
        return self.sudo()._file_unlink()

    def action_ask(self):
        """Read a normal one at once; of a secret one the reason is asked for first."""
        self.ensure_one()
        self.check_access("read")
        if self.sudo()._owner().secrecy == "normal":
            return self.action_read()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why Do You Read It?"),
            "res_model": "cs.record.ask",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_file_id": self.id},
        }

    def action_read(self, reason=None):
        """Hand the file to the caller's browser, and write down that it was read.

        :raise AccessError: who may not read the document
        :raise UserError: a secret one without a reason
        """
        self.ensure_one()
        self.check_access("read")
        self.env["cs.record.reading"]._note(self, reason)
        # sudo: nobody reads the field; the check above decides
        content = base64.b64decode(self.sudo().content)
        return self.env["cs.sheet"]._download_action(self.name, content)

    def _owner(self):
        return self.record_id or self.incoming_id

    @api.model
    def _file_vals(self, vals):
        """:raise AccessError, UserError: the document is not written by the caller"""
        values = {name: vals.get(name) or False for name in OWNERS}
        for name, model in OWNERS.items():
            if values[name]:
                self._file_owner(model, values[name])._file_check_open()
        raw = self._file_bytes(vals.get("upload"))
        return {
            **values,
            "name": str(vals.get("name") or "").replace("/", "_").strip()
            or self.env._("File"),
            "content": base64.b64encode(raw),
            "size": len(raw),
            "checksum": hashlib.sha256(raw).hexdigest(),
        }

    @api.model
    def _file_owner(self, model, number):
        owner = self.env[model].browse(number if isinstance(number, int) else [])
        if not owner.exists():
            raise UserError(self.env._("ALL-06: a file belongs to a document."))
        return owner

    @api.model
    def _file_bytes(self, upload):
        try:
            raw = base64.b64decode(upload or b"", validate=True)
        except (binascii.Error, TypeError, ValueError):
            raw = b""
        if not raw:
            raise UserError(self.env._("ALL-06: please choose a file."))
        return raw

    def _file_refuse(self):
        raise UserError(
            self.env._("ALL-06: a file stays as it was added. Please add another one.")
        )

    def _file_pass(self, record):
        """To the record of an incoming document (sudo)."""
        return super().write({"incoming_id": False, "record_id": record.id})

    def _file_unlink(self):
        return super().unlink()
