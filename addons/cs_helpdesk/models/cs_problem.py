from zoneinfo import ZoneInfo

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, plaintext2html

#: What who logs a problem enters; everything else follows.
ENTERED = {
    "kind",
    "question",
    "asked_on",
    "customer",
    "ticket_id",
    "order_no",
    "purchase_date",
    "waybill",
    "wanted",
}
MAX_TEXT = 5000
TITLE = 80


class CsProblem(models.Model):
    """A question that an agent could not answer, or a problem order (HD-10).

    It is logged on the day it was asked; later is possible and shows as late. The head
    of the unit is told at once, the author when somebody answers. An answered question
    becomes a knowledge note, once; the note has no data of the customer.

    Access: everybody who serves customers reads the questions of the company and the
    problem orders of the own unit, the own, and as a supervisor those of the own
    departments. The author corrects the entry until it is answered; nobody deletes.
    """

    _name = "cs.problem"
    _inherit = ["mail.thread"]
    _description = "Problem of the Day"
    _order = "asked_on desc, id desc"

    kind = fields.Selection(
        [("question", "Question"), ("order", "Problem Order")],
        required=True,
        default="question",
        index=True,
    )
    question = fields.Text("What Was Asked", required=True)
    asked_on = fields.Date(
        "Day Asked",
        required=True,
        index=True,
        default=lambda self: self.env.company._cs_today(),
    )
    logged_at = fields.Datetime("Logged On", readonly=True, required=True)
    is_late = fields.Boolean("Logged Late", readonly=True)
    explanation = fields.Char("Why", compute="_compute_explanation")
    user_id = fields.Many2one(
        "res.users", "Logged By", readonly=True, required=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", readonly=True, required=True, index=True, ondelete="restrict"
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket", index="btree_not_null", ondelete="set null"
    )
    customer = fields.Char()
    order_no = fields.Char("Order Number")
    purchase_date = fields.Date("Bought On")
    waybill = fields.Char("Waybill Number")
    wanted = fields.Text("What the Buyer Asks")
    answer = fields.Text(readonly=True, tracking=True)
    answered_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    answered_at = fields.Datetime("Answered On", readonly=True)
    state = fields.Selection(
        [("open", "Not Answered"), ("answered", "Answered"), ("noted", "Noted")],
        readonly=True,
        required=True,
        default="open",
        index=True,
    )
    page_id = fields.Many2one(
        "document.page", "Knowledge Note", readonly=True, ondelete="restrict"
    )
    can_edit = fields.Boolean(compute="_compute_can")
    can_note = fields.Boolean(compute="_compute_can")

    _one_note = models.UniqueIndex(
        "(page_id) WHERE page_id IS NOT NULL", "A note belongs to one question."
    )
    _noted = models.Constraint(
        "CHECK((state = 'noted') = (page_id IS NOT NULL))",
        "A noted question has its note.",
    )

    @api.depends("question")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one._title()

    @api.depends_context("lang")
    @api.depends("is_late", "asked_on", "logged_at")
    def _compute_explanation(self):
        for one in self:
            one.explanation = one.is_late and self.env._(
                "HD-10: asked on %(asked)s and logged on %(logged)s; a problem is"
                " logged on the same day.",
                asked=one.asked_on,
                logged=one._logged_day(),
            )

    @api.depends_context("uid")
    @api.depends("state", "user_id")
    def _compute_can(self):
        leads = self._leads()
        for one in self:
            own = one.user_id == self.env.user or not one.id
            one.can_edit = own and one.state == "open"
            one.can_note = leads and one.state == "answered"

    def _leads(self):
        """Whether the user makes notes of what others learned."""
        return any(
            self.env.user.has_group(f"cs_base.{group}")
            for group in ("group_team_leader", "group_supervisor")
        )

    def _logged_day(self):
        """The date it was where the company works."""
        moment = self.logged_at.replace(tzinfo=ZoneInfo("UTC"))
        return moment.astimezone(self.company_id._cs_zone()).date()

    def _title(self):
        self.ensure_one()
        first = (self.question or "").strip().partition("\n")[0]
        return first if len(first) <= TITLE else f"{first[: TITLE - 1]}…"

    @api.onchange("ticket_id")
    def _onchange_ticket_id(self):
        """A problem order is about the order of the ticket's customer."""
        if self.ticket_id and not self.customer:
            self.customer = (
                self.ticket_id.partner_name or self.ticket_id.partner_id.name
            )

    # Logging

    @api.model_create_multi
    def create(self, vals_list):
        prepared = [self._prepare(vals) for vals in vals_list]
        problems = super().create(prepared)
        for one in problems:
            # Who cannot read the ticket does not log its customer's problem.
            one.ticket_id.check_access("read")
            one._tell_head()
        return problems

    def _prepare(self, vals):
        """What is stored of what was entered; refuses what is not to be."""
        self._check_entered(vals.keys() - {"company_id"})
        company = self.env.company
        person = self._person(company)
        now = fields.Datetime.now()
        today = company._cs_today()
        asked = fields.Date.to_date(vals.get("asked_on")) or today
        self._check_text(vals)
        self._check_day(asked, today)
        return {
            **{key: value for key, value in vals.items() if key in ENTERED},
            "asked_on": asked,
            "logged_at": now,
            "is_late": asked < today,
            "user_id": self.env.uid,
            "department_id": person.department_id.id,
            "company_id": company.id,
        }

    @api.model
    def _person(self, company):
        """The user's employee record in the company (sudo)."""
        person = self.env.user._cs_employees().filtered(
            lambda one: one.company_id == company
        )[:1]
        if not person:
            raise UserError(
                self.env._(
                    "HD-10: who logs a problem works in %s. Switch to your company.",
                    company.name,
                )
            )
        return person

    @api.model
    def _check_entered(self, keys):
        if not keys <= ENTERED:
            raise UserError(
                self.env._(
                    "HD-10: enter what was asked, when, by whom and of which order; the"
                    " rest follows. Answers are given with “Answer”."
                )
            )

    @api.model
    def _check_text(self, vals):
        for key in ("question", "wanted"):
            if len(vals.get(key) or "") > MAX_TEXT:
                raise UserError(
                    self.env._("Please use at most %s characters.", MAX_TEXT)
                )
        if "question" in vals and not (vals["question"] or "").strip():
            raise UserError(self.env._("HD-10: enter what was asked."))

    @api.model
    def _check_day(self, asked, today):
        if asked > today:
            raise UserError(
                self.env._("HD-10: nobody has been asked on %s yet.", asked)
            )

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._check_entered(vals.keys())
        self._check_text(vals)
        for one in self:
            if not one.can_edit:
                raise AccessError(
                    self.env._(
                        "HD-10: only who logged a problem corrects it, until it is"
                        " answered."
                    )
                )
            if "asked_on" in vals:
                asked = fields.Date.to_date(vals["asked_on"])
                logged = one._logged_day()
                self._check_day(asked, logged)
                one.sudo().is_late = asked < logged
        result = super().write(vals)
        self.ticket_id.check_access("read")
        return result

    # Answering

    def _answer(self, text):
        """Somebody knows the answer; another answer replaces it until it is noted.

        :raise UserError: no text, too much of it, or there is a note already
        """
        self.check_access("read")
        text = text.replace("\0", "").strip() if isinstance(text, str) else ""
        if not text or len(text) > MAX_TEXT:
            raise UserError(
                self.env._("Please give an answer of at most %s characters.", MAX_TEXT)
            )
        for one in self.sudo():
            if one.state == "noted":
                raise UserError(
                    self.env._(
                        "There is a knowledge note of this question already. Change the"
                        " note instead."
                    )
                )
            one.write(
                {
                    "answer": text,
                    "answered_by_id": self.env.uid,
                    "answered_at": fields.Datetime.now(),
                    "state": "answered",
                }
            )
            one._tell(
                one.user_id,
                lambda env, one=one: env._("Answered: %s", one._title()),
                text,
            )

    def action_make_note(self):
        """The answered question becomes a knowledge note, which opens.

        :raise AccessError: the user leads nobody
        """
        self.ensure_one()
        self.check_access("read")
        if not self._leads():
            raise AccessError(
                self.env._("HD-10: a leader turns an answer into a knowledge note.")
            )
        self.flush_recordset()
        taken = self.env.execute_query(
            SQL(
                "UPDATE cs_problem SET write_date = write_date"
                " WHERE id = %s AND state = 'answered' RETURNING id",
                self.id,
            )
        )
        if not taken:
            raise UserError(
                self.env._("Only an answered question becomes a note, and only once.")
            )
        one = self.sudo()
        page = one.env["document.page"].create(one._note())
        one.write({"page_id": page.id, "state": "noted"})
        return self.action_open_note()

    def _note(self):
        """The note's values: question and answer, nothing about the customer."""
        category = self.env["document.page"]._cs_problem_category(self.company_id)
        content = Markup("<h2>%s</h2>%s<h2>%s</h2>%s") % (
            self.env._("Question"),
            plaintext2html(self.question),
            self.env._("Answer"),
            plaintext2html(self.answer),
        )
        return {
            "name": self._title(),
            "type": "content",
            "parent_id": category.id,
            "company_id": self.company_id.id,
            "draft_name": "1",
            "draft_summary": self.env._("From the problem log (HD-10)"),
            "content": content,
        }

    def action_open_note(self):
        """The knowledge note of this question."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "document.page",
            "res_id": self.page_id.id,
            "view_mode": "form",
            "views": [(self.env.ref("document_page.view_wiki_form").id, "form")],
        }

    # Telling

    def _tell_head(self):
        [heads] = self._person(self.company_id)._cs_department_heads().values()
        self.sudo()._tell(
            heads[:1].user_id,
            lambda env: env._("Nobody could answer: %s", self._title()),
            self.question,
        )

    def _tell(self, users, subject, body):
        """Tell each in the own language (sudo)."""
        for user in users.filtered("active") - self.env.user:
            local = self.with_context(lang=user.lang)
            local.message_notify(
                partner_ids=user.partner_id.ids, subject=subject(local.env), body=body
            )
