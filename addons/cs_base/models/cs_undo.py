from odoo import api, fields, models


class CsUndo(models.Model):
    """One action taken back by who did it: who, when, what. Append-only.

    What was done stays as it was recorded; this row says that it counts no more.

    Access: everybody the own ones; HR officers and the general manager those of the
    company. Nobody writes: ``cs.undo.mixin`` records by ``_record``.
    """

    _name = "cs.undo"
    _inherit = ["cs.kept.mixin"]
    _description = "Action Taken Back"
    _order = "id desc"

    name = fields.Char("What", required=True)
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    act = fields.Char(required=True, help="Which of the actions on the record.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict"
    )
    done_at = fields.Datetime("Done On", required=True)
    undone_at = fields.Datetime("Taken Back On", required=True)
    reason = fields.Selection([("slip", "Slip of the finger")], required=True)
    detail = fields.Json(help="What was taken back, in values before and after.")

    # Two clicks at the same moment: the second row cannot exist.
    _once = models.Constraint(
        "UNIQUE(res_model, res_id, act)", "This has been taken back already."
    )

    def _kept_text(self):
        return self.env._(
            "What was taken back is recorded by taking it back. It is never written,"
            " changed or deleted."
        )

    @api.model
    def _record(self, record, act):
        """Write down that an action on a record is taken back.

        :param act: the :class:`Act`
        """
        return self._kept_create(
            [
                {
                    "name": act.name,
                    "res_model": record._name,
                    "res_id": record.id,
                    "act": act.key,
                    "company_id": act.company.id,
                    "user_id": self.env.uid,
                    "done_at": act.done_at,
                    "undone_at": fields.Datetime.now(),
                    "reason": "slip",
                    "detail": act.detail,
                }
            ]
        )

    @api.model
    def _offer(self, records, message, following=None):
        """The client action that says what was done and offers to take it back.

        :param records: what was done, of a model with ``cs.undo.mixin``
        :param message: translated
        :param following: action that is done then; by default dialogs close
        """
        minutes = max(records.sudo().mapped("company_id.cs_undo_minutes"), default=0)
        return {
            "type": "ir.actions.client",
            "tag": "cs_undo",
            "params": {
                "message": message,
                "model": records._name,
                "ids": records.ids if minutes else [],
                "next": following,
            },
        }

    @api.model
    def _said(self, undone, refused):
        """The client action that says what was taken back and what was not.

        :param undone: number
        :param refused: list of sentences
        """
        message = self.env._("Taken back: %s", undone)
        if refused:
            message = self.env._(
                "Taken back: %(undone)s. Not taken back: %(refused)s",
                undone=undone,
                refused=len(refused),
            )
        return {
            "type": "ir.actions.client",
            "tag": "cs_undone",
            "params": {"message": message, "refused": refused},
        }
