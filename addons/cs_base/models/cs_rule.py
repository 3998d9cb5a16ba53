from odoo import api, fields, models

AREAS = [
    ("attendance", "Attendance"),
    ("service", "Customer service"),
    ("appraisal", "Appraisal"),
    ("incentive", "Incentive and discipline"),
    ("general", "All areas"),
]


class CsRule(models.Model):
    """The rule book: what a rule number such as ATT-04 says.

    Everybody in the company reads it; nobody edits it by hand. Its records come with
    the addons, so that text and behaviour change together. What may be tuned (limits,
    amounts) is no part of the text: that is policy data, and an explanation shows
    the value in force beside the rule.

    How an addon ships its rules, in ``data/cs_rule_data.xml``, without noupdate::

        <record id="rule_att_04" model="cs.rule">
            <field name="code">ATT-04</field>
            <field name="area">attendance</field>
            <field name="title">Late</field>
            <field name="text">Whoever punches in later than the grace …</field>
        </record>
        <record id="text_att_late" model="cs.reason.text">
            <field name="key">att.late</field>
            <field name="rule_id" ref="rule_att_04" />
            <field name="text">Punched in {late} after the shift began.</field>
        </record>
        <record id="text_param_late_grace" model="cs.reason.text">
            <field name="key">param.late_grace</field>
            <field name="text">Grace for being late</field>
        </record>

    and the Chinese in its ``i18n/zh_CN.po``. See ``cs.reason.text`` for the keys and
    ``engine/explanation.py`` for what the engine returns.
    """

    _name = "cs.rule"
    _description = "Rule"
    _order = "sequence, code"
    _rec_names_search = ["code", "title", "text"]

    code = fields.Char(required=True, readonly=True)
    title = fields.Char(required=True, readonly=True, translate=True)
    text = fields.Text(required=True, readonly=True, translate=True)
    area = fields.Selection(AREAS, required=True, readonly=True)
    sequence = fields.Integer(default=10, readonly=True)
    source = fields.Char(
        string="Comes With",
        compute="_compute_source",
        help="The installed application that brings this rule.",
    )

    _code_uniq = models.UniqueIndex("(code)", "A rule number exists only once.")

    @api.depends("code", "title")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.code} {rule.title}"

    @api.depends_context("lang")
    def _compute_source(self):
        external_ids = self.get_external_id()
        addons = {xmlid.partition(".")[0] for xmlid in external_ids.values()}
        # sudo: the names of installed applications are no secret.
        modules = self.env["ir.module.module"].sudo()
        names = {
            module.name: module.shortdesc
            for module in modules.search_fetch(
                [("name", "in", list(addons))], ["name", "shortdesc"]
            )
        }
        for rule in self:
            addon = external_ids.get(rule.id, "").partition(".")[0]
            rule.source = names.get(addon, addon)
