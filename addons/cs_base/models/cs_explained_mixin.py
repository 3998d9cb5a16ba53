import json
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..engine.explanation import Explanation, ExplanationError
from . import period_words as words

#: Rows of one statement.
_CHUNK = 1000


class CsExplainedMixin(models.AbstractModel):
    """A result that can say why it is what it is (ALL-01).

    Code that judges stores the engine's explanations with :meth:`_set_explanations`;
    people open them with :meth:`get_explanation`. The stored form is readable by
    nobody, not even by administrators: it names facts that the reader of the
    result may not know.

    In views, ``<field name="is_explained" widget="cs_explanation"/>`` is the button.
    """

    _name = "cs.explained.mixin"
    _description = "Explained Result"

    explanation = fields.Json(
        readonly=True,
        copy=False,
        prefetch=False,
        exportable=False,
        groups=fields.NO_ACCESS,
    )
    is_explained = fields.Boolean(
        string="Why", compute="_compute_is_explained", exportable=False
    )

    def _compute_is_explained(self):
        explained = set()
        if self.ids:
            self.flush_model(["explanation"])
            explained = {
                id_
                for [id_] in self.env.execute_query(
                    SQL(
                        "SELECT id FROM %s WHERE id IN %s AND explanation IS NOT NULL",
                        SQL.identifier(self._table),
                        tuple(self.ids),
                    )
                )
            }
        for record in self:
            record.is_explained = record._origin.id in explained

    @api.model
    def default_get(self, fields):
        """No default may forge an explanation: anybody may store an own default."""
        values = super().default_get(fields)
        values.pop("explanation", None)
        return values

    @api.model
    def _set_explanations(self, explanations):
        """Store explanations in bulk, writing only those that differ.

        :param explanations: dict record id -> ``Explanation``, or None to remove it
        :return: the records whose explanation changed
        """
        self.flush_model(["explanation"])
        changed = [
            id_
            for chunk in split_every(_CHUNK, explanations.items())
            for id_ in self._update_explanations(chunk)
        ]
        records = self.browse(changed)
        records.invalidate_recordset(["explanation", "is_explained"], flush=False)
        return records

    def _update_explanations(self, items):
        """The database compares, so that recomputing a month of 10 000 people rewrites
        no row whose reasons are the same; no ORM write, so no side effect of one."""
        rows = [
            SQL(
                "(%s, %s::jsonb)",
                id_,
                explanation and json.dumps(explanation.to_json(), ensure_ascii=False),
            )
            for id_, explanation in items
        ]
        changed = self.env.execute_query(
            SQL(
                """UPDATE %(table)s
                      SET explanation = new.explanation
                     FROM (VALUES %(rows)s) AS new (id, explanation)
                    WHERE %(table)s.id = new.id
                      AND %(table)s.explanation IS DISTINCT FROM new.explanation
                RETURNING %(table)s.id""",
                table=SQL.identifier(self._table),
                rows=SQL(", ").join(rows),
            )
        )
        return [id_ for [id_] in changed]

    @api.readonly
    def get_explanation(self):
        """The explanation in the reader's language, with what the reader may see.

        :return: dict of ``_explanation_header()``, of ``cs.explanation.reader._render``
            and ``history`` [{moment, text}], ``actions`` (``_explanation_actions``)
        :raise AccessError: the reader may not read the record
        :raise UserError: the stored form is not one that this program reads
        """
        self.ensure_one()
        self.check_access("read")
        format_value = self.env["cs.value.format"]._format_value
        name = self._explanation_moment
        return {
            **self._explanation_header(),
            **self.env["cs.explanation.reader"]._render(self._get_explanation()),
            "history": [
                {"moment": format_value(name(moment)), "text": format_value(text)}
                for moment, text in self._explanation_history()
            ],
            "actions": self._explanation_actions(),
        }

    def _get_explanation(self):
        """The stored explanation, an empty one if there is none."""
        # sudo: the caller has checked the record; the reader filters the facts
        stored = self.sudo().explanation
        try:
            return Explanation.from_json(stored) if stored else Explanation()
        except ExplanationError as error:
            raise UserError(
                self.env._(
                    "The reasons of “%(name)s” were stored in a form that this version"
                    " does not read. Ask HR to compute the result again.",
                    name=self.display_name,
                )
            ) from error

    def _explanation_header(self):
        """What stands on top. Extend it for a code of the day, a date, a department.

        :return: dict ``title``, ``subtitle``, ``badge`` (one character or a short
            code, may be empty) and ``token`` (the colour of the badge: late, miss …);
            perhaps ``pending`` (the badge is striped), ``person`` {id, name} and what
            the model's component of ``cs_explanation_extras`` draws
        """
        return {
            "title": self.display_name or "",
            "subtitle": "",
            "badge": "",
            "token": "",
        }

    def _explanation_history(self):
        """What happened so far, oldest first. Override; check what may be told.

        :return: list of (naive UTC datetime or date, text)
        """
        return []

    @api.model
    def _explanation_moment(self, moment):
        """``11-06 14:20`` for a time: what is recent needs no year, and no seconds."""
        if not isinstance(moment, datetime):
            return moment
        is_old = moment.year != fields.Datetime.now().year
        return words.stamp(moment, self.env.tz, year=is_old)

    def _explanation_actions(self):
        """What the reader can do about it. Extend it, e.g. with an appeal.

        :return: list of dicts ``method`` (public method of this record, which checks
            rights itself and may return an action), ``label``, ``primary`` (bool),
            ``disabled`` (why it cannot be done now, or ""), ``note`` (who decides) and
            ``deadline`` (text, shown as a deadline)
        """
        return []
