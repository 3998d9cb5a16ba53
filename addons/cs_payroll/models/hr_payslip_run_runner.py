from odoo import api, fields, models
from odoo.addons.cs_appraisal.models.appraisal_rows import insert_new
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.tools import SQL

from .payroll_facts import PayFacts
from .payroll_rows import SLIP

#: People of one transaction.
BATCH = 1000


class HrPayslipRun(models.Model):
    """Makes and computes the slips of a run in the background (INC-31, ALL-05).

    After ``kill -9`` it goes on behind the last batch that was committed; a batch done
    twice gives the same slips.
    """

    _inherit = "hr.payslip.run"

    _background_cron = "cs_payroll.cs_payroll_run_cron"

    @api.model
    def _background_waiting(self):
        return self.search([("cs_state", "=", "queued")], order="id")

    @api.model
    def _background_count(self):
        return self.search_count([("cs_state", "=", "queued")])

    def _background_is_mine(self):
        if not self.try_lock_for_update():
            return False
        self.invalidate_recordset()
        return self.cs_state == "queued"

    def _background_as_user(self):
        """Names are in the language of who receives the run."""
        return self.with_context(lang=self.cs_received_by_id.lang or self.env.lang)

    def _background_failed(self, reason):
        self._cs_write({"cs_state": "received", "cs_error": reason})

    def _background_steps(self):
        people, more = self._cs_people(), True
        while more:
            people = people.filtered(lambda one: one.id > self.cs_cursor)
            batch = people[:BATCH]
            self._cs_make(batch)
            more = len(people) > len(batch)
            self._cs_write(
                {
                    "cs_cursor": batch[-1:].id or self.cs_cursor,
                    "cs_done": self.cs_done + len(batch),
                }
            )
            if more:
                yield True
        self._cs_finish()

    # People

    def _cs_people(self):
        """Who gets a slip of this run, in the order of ids: the people of its
        statements, and in the first run those whose pay needs no statement."""
        Employee = self.env["hr.employee"].with_context(active_test=False)
        if self.cs_is_extra:
            return Employee.browse(self.cs_employee_id.ids)
        found = set(self.cs_statement_ids.employee_id.ids) | set(
            self.slip_ids.employee_id.ids
        )
        if self.cs_number == 1:
            found |= self._cs_people_without_statement()
        return Employee.browse(sorted(found))

    def _cs_people_without_statement(self):
        """ids of people with a wage by contract, or with what payroll entered, for
        whom no statement was made."""
        Employee = self.env["hr.employee"].with_context(active_test=False)
        own = [("company_id", "=", self.company_id.id)]
        known = self.env["cs.incentive.statement"].search(
            [*own, ("month", "=", self.cs_month)]
        )
        people = Employee.search(own) - known.employee_id
        facts = PayFacts(self.env, self.company_id, self.cs_month, people)
        paid = {
            one
            for one, own in facts.wages.items()
            if facts.policies[one].base_from == "contract"
            and any(wage.monthly for wage in own)
        }
        entered = self.env["cs.payroll.input"].search(
            [
                ("month", "=", self.cs_month),
                ("employee_id", "in", facts.people.ids),
            ]
        )
        return paid | (set(entered.employee_id.ids) & facts.wages.keys())

    def _cs_without_slip(self):
        return self._cs_people() - self.slip_ids.employee_id

    # Slips

    def _cs_make(self, people):
        """Slips of these people: made where they miss, computed."""
        if not people:
            return
        facts = PayFacts(self.env, self.company_id, self.cs_month, people)
        before = self.slip_ids.filtered(lambda slip: slip.employee_id in people)
        missing = people - before.employee_id
        rows = [self._cs_row(one, facts) for one in missing if one.id in facts.wages]
        made = insert_new(self.env, "hr_payslip", SLIP, rows)
        self.env["hr.payslip"].invalidate_model(flush=False)
        self.invalidate_recordset(["slip_ids"], flush=False)
        slips = before | self.env["hr.payslip"].browse(made)
        if len(made) != len(rows):
            raise UserError(self._cs_elsewhere(missing - slips.employee_id))
        self._cs_place(before, facts)
        slips.compute_sheet()

    def _cs_row(self, person, facts):
        wage = facts.wages[person.id][-1]
        default = self.company_id._cs_payroll_structure().id
        return {
            "employee_id": person.id,
            "company_id": self.company_id.id,
            "struct_id": wage.structure or default,
            "contract_id": wage.version,
            "payslip_run_id": self.id,
            "cs_department_id": person.department_id.id or None,
            "name": f"{person.name} {words.month_name(self.env, self.cs_month)}",
            "state": "draft",
            "date_from": self.date_start,
            "date_to": self.date_end,
            "cs_month": self.cs_month,
            **dict.fromkeys(("credit_note", "paid", "cs_is_extra"), False),
            **dict.fromkeys(("hide_child_lines", "hide_invisible_lines"), False),
        }

    def _cs_place(self, slips, facts):
        """Contract and structure of slips that were made before, as they are now."""
        default = self.company_id._cs_payroll_structure()
        Structure = self.env["hr.payroll.structure"]
        for slip in slips:
            own = facts.wages.get(slip.employee_id.id)
            if own:
                structure = Structure.browse(own[-1].structure) or default
                if (slip.contract_id.id, slip.struct_id) != (
                    own[-1].version,
                    structure,
                ):
                    slip.with_context(tracking_disable=True)._cs_write(
                        {"contract_id": own[-1].version, "struct_id": structure.id}
                    )

    def _cs_elsewhere(self, people):
        return self.env._(
            "These people have a payslip of the month outside this run (INC-31). Cancel"
            " it, or take them out: %s",
            ", ".join(people[:5].mapped("name")),
        )

    def _cs_finish(self):
        [row] = self.env.execute_query(
            SQL(
                """SELECT count(*), coalesce(sum(cs_statement_total), 0),
                          coalesce(sum(cs_gross), 0), coalesce(sum(cs_net), 0)
                     FROM hr_payslip WHERE payslip_run_id = %s AND state != 'cancel'""",
                self.id,
            )
        )
        names = ("cs_slip_count", "cs_slip_statement_total", "cs_gross", "cs_net")
        self._cs_write(
            dict(zip(names, row, strict=True))
            | {"cs_state": "computed", "cs_computed_at": fields.Datetime.now()}
        )
