from odoo import api, fields, models
from odoo.fields import Command

from .ready_books import READY

#: where rules of the regulations come from, that the books cite
_ADDONS = {"ATT": "cs_attendance", "APP": "cs_appraisal"}


class CsDisciplineReadyBook(models.TransientModel):
    """Start a rule book from a ready one (INC-20, INC-21, ALL-04).

    It makes a draft with the caller's rights, its words in every language in use;
    nothing is in force before that draft is approved. For supervisors and HR officers.
    """

    _name = "cs.discipline.ready.book"
    _description = "Start From a Ready Book"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    book = fields.Selection(
        [
            ("points", "Retail points"),
            ("service", "Customer service discipline"),
            ("slips", "Front desk fault slips"),
        ],
        "Ready Book",
        required=True,
        default="points",
    )
    department_id = fields.Many2one("hr.department", check_company=True)
    job_id = fields.Many2one("hr.job", "Post", check_company=True)
    preview = fields.Text("What It Holds", compute="_compute_preview")

    @api.depends_context("lang")
    @api.depends("book")
    def _compute_preview(self):
        for wizard in self:
            _name, rules = READY[wizard.book] if wizard.book else ("", ())
            wizard.preview = "\n".join(
                f"{rule.code} {self.env._(rule.name)}" for rule in rules
            )

    def action_create(self):
        """Make the draft and open it.

        :raise AccessError: for who may not write books
        """
        self.ensure_one()
        scope = ("company_id", "department_id", "job_id")
        vals = {name: self[name].id for name in scope}
        book = self.env["cs.discipline.book"].create(
            self._prepare_book_vals(self.book) | vals
        )
        self._translate(book, self.book)
        return book._policy_open(book)

    @api.model
    def _prepare_book_vals(self, kind):
        """Values of a book, its words in the language of the context."""
        name, rules = READY[kind]
        return {
            "name": self.env._(name),
            "code": self.env._(name),
            "kind": kind,
            "rule_ids": [
                Command.create(self._prepare_rule_vals(rule, 10 * number))
                for number, rule in enumerate(rules, 1)
            ],
        }

    @api.model
    def _prepare_rule_vals(self, rule, sequence):
        return {
            "sequence": sequence,
            "code": rule.code,
            "cited_id": self._cited(rule.cited),
            "points_class": rule.points_class or False,
            "consequence_ids": self._consequences(rule.besides),
            "step_ids": [
                Command.create(self._prepare_step_vals(step)) for step in rule.then
            ],
            **self._rule_words(rule),
            **rule.vals,
        }

    @api.model
    def _prepare_step_vals(self, step):
        return {
            "number": step.number,
            "case_code": step.case[0] if step.case else False,
            "points_class": step.points_class or False,
            "consequence_ids": self._consequences(step.besides),
            **self._step_words(step),
            **step.vals,
        }

    @api.model
    def _rule_words(self, rule):
        return {"name": self.env._(rule.name), "section": self.env._(rule.section)}

    @api.model
    def _step_words(self, step):
        return {"name": self.env._(step.case[1]) if step.case else False}

    @api.model
    def _translate(self, book, kind):
        """The words in the other languages in use."""
        _name, ready = READY[kind]
        for lang, _label in self.env["res.lang"].get_installed():
            if lang == (self.env.lang or "en_US"):
                continue
            local = self.with_context(lang=lang)
            rules = book.with_context(lang=lang).rule_ids.grouped("code")
            for rule in ready:
                rules[rule.code].write(local._rule_words(rule))
                steps = {(s.case_code, s.number): s for s in rules[rule.code].step_ids}
                for step in rule.then:
                    if step.case:
                        written = steps[step.case[0], step.number]
                        written.write(local._step_words(step))

    @api.model
    def _consequences(self, codes):
        ids = [self.env.ref(f"cs_incentive.consequence_{code}").id for code in codes]
        return [Command.set(ids)]

    @api.model
    def _cited(self, code):
        addon = _ADDONS.get(code.partition("-")[0], "cs_incentive")
        return self.env.ref(f"{addon}.rule_{code.lower().replace('-', '_')}").id
