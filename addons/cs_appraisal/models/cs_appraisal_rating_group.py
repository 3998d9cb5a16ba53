from odoo import api, fields, models

from .cs_appraisal_rater import told_to_reader


class CsAppraisalRatingGroup(models.Model):
    """What a group of raters said of an item together, from the closing on (APP-05).

    Of too few peers or subordinates it holds nothing: neither average nor number.

    Access, nobody writes:

    * supervisors of the department, HR officers, the general manager: all, to
      calibrate; never of the own appraisal, and of peers and subordinates not where
      they have answered as one: with the own answer the other one can be computed.
    * the person rated: superior's and own, once the result is given. Of the others the
      person is told one average of both groups an item (``_shown``).
    """

    _name = "cs.appraisal.rating.group"
    _inherit = ["cs.kept.mixin", "cs.appraisal.rating.place"]
    _description = "Rating by a Group"
    _order = "appraisal_id desc, item_id, id"

    item_id = fields.Many2one(
        "cs.appraisal.template.item", required=True, readonly=True, ondelete="restrict"
    )

    count = fields.Float(
        "Answers",
        digits=(16, 2),
        readonly=True,
        aggregator=None,
        help="Of too few peers or subordinates the number is not told either.",
    )
    total = fields.Float(
        "Sum of Answers", digits=(16, 4), readonly=True, aggregator=None
    )
    average = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    weight = fields.Float(
        digits=(16, 2), readonly=True, aggregator=None, help="Percent, of the template."
    )
    weight_given = fields.Float(
        digits=(16, 2),
        readonly=True,
        aggregator=None,
        help="APP-05: percent, with the weights of those who did not answer, or too few"
        " did, spread over the others.",
    )
    is_hidden = fields.Boolean("Too Few Answers", readonly=True)

    _group_uniq = models.Constraint(
        'UNIQUE(appraisal_id, item_id, "group")',
        "What a group says of an item is kept once.",
    )

    @api.depends("item_id", "group")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        groups = dict(self._fields["group"]._description_selection(self.env))
        told = told_to_reader(self)
        (self - told).display_name = False
        for row in told:
            # sudo: the name of the item belongs to the row
            row.display_name = (
                f"{row.sudo().item_id.name} · {groups.get(row.group, '')}"
            )

    def _kept_text(self):
        return self.env._(
            "APP-05: what a group of raters said follows from their answers when"
            " ratings are closed, and stays as it is."
        )


class CsAppraisalRatingRemark(models.Model):
    """A reason given for a rating, from the closing on (APP-04, APP-05).

    Of peers and subordinates without the name, in the order of the texts, and only if
    enough of them have answered. Access as to what the groups said; the person rated
    never reads the words of peers and subordinates, because people know each other's
    way of writing.
    """

    _name = "cs.appraisal.rating.remark"
    _inherit = ["cs.kept.mixin", "cs.appraisal.rating.place"]
    _description = "Reason of a Rating"
    _order = "appraisal_id desc, item_id, id"
    _rec_name = "text"

    item_id = fields.Many2one(
        "cs.appraisal.template.item", required=True, readonly=True, ondelete="restrict"
    )
    author_id = fields.Many2one(
        "hr.employee",
        "By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty for peers and subordinates.",
    )
    text = fields.Text("Reason", required=True, readonly=True)

    _confidential_without_name = models.Constraint(
        "CHECK(\"group\" NOT IN ('peer', 'subordinate') OR author_id IS NULL)",
        "Peers and subordinates are never named.",
    )

    @api.depends("text")
    @api.depends_context("uid")
    def _compute_display_name(self):
        told = told_to_reader(self)
        (self - told).display_name = False
        for row in told:
            row.display_name = row.text

    def _kept_text(self):
        return self.env._("APP-05: reasons of ratings stay as they were written.")
