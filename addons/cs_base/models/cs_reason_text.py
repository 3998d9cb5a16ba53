import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: The only thing a text may contain besides text: the name of a value.
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class CsReasonText(models.Model):
    """The words of explanations, found by key and translated like any record.

    One table for all of them; what a text is for is told by its key:

    ===================  ============================  ==========================
    key                  used for                      example
    ===================  ============================  ==========================
    ``att.late``         sentence of a reason          Punched in {late} late.
    ``att.verdict.late`` name of a verdict             Late
    ``param.<name>``     label of a parameter          Grace for being late
    ``role.<role>``      label of a fact               Clocked in
    anything else        words of a value with the     ``swap.kind.full``
                         unit ``term``
    ===================  ============================  ==========================

    Names of parameters and roles are shared by all addons: the same word, the same
    meaning. A name without a text is shown as it is, with spaces.

    Texts are filled by replacing ``{name}`` and nothing else: no attributes, no
    indexes, no format codes. Nobody writes them by hand (see ``cs.rule``).
    """

    _name = "cs.reason.text"
    _description = "Text of an Explanation"
    _order = "key"
    _rec_name = "key"

    key = fields.Char(required=True, readonly=True)
    text = fields.Text(required=True, readonly=True, translate=True)
    rule_id = fields.Many2one(
        "cs.rule", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _key_uniq = models.UniqueIndex("(key)", "A text key exists only once.")

    @api.constrains("text")
    def _check_placeholders(self):
        for record in self:
            rest = PLACEHOLDER.sub("", record.text)
            if "{" in rest or "}" in rest:
                raise ValidationError(
                    self.env._(
                        "%(key)s: braces may only hold the name of a value,"
                        " such as {minutes}.",
                        key=record.key,
                    )
                )

    @api.model
    def _texts(self, keys):
        """The texts of these keys in the reader's language, in one query.

        :return: dict key -> text, without the unknown ones
        """
        # sudo: words are no secret, and whoever may read a result may read why
        records = self.sudo().search_fetch(
            [("key", "in", list(set(keys)))], ["key", "text"]
        )
        return {record.key: record.text for record in records}

    @api.model
    def _fill(self, text, values):
        """``text`` with its placeholders replaced.

        A value that is missing stays visible as ‹name›: better a small blemish than
        a wrong sentence or none.

        :param values: dict name -> text
        """
        return PLACEHOLDER.sub(
            lambda match: values.get(match[1], f"‹{match[1]}›"), text
        )
