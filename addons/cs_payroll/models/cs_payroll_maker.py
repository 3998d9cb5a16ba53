import json
from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.cs_appraisal.models.appraisal_rows import insert_new
from odoo.addons.cs_base.engine.explanation import Explanation, Param, Reason
from odoo.addons.cs_incentive.engine import payslip as engine
from odoo.addons.cs_incentive.engine.outcome import with_currency
from odoo.exceptions import UserError
from odoo.tools import SQL

from .extra_facts import ExtraFacts
from .payroll_facts import PayFacts
from .payroll_rows import INPUT, LINE, WORKED, worked_days

#: Rule of the rule book behind what is missed.
RULES = {"absent": "ATT-05", "unpaid": "ATT-09", "leave": "ATT-09"}


class CsPayrollMaker(models.AbstractModel):
    """Computes slips whose rules only place amounts, all at once (INC-31).

    A number of queries that does not grow with people. Runs with superuser rights; who
    calls has checked who may.
    """

    _name = "cs.payroll.maker"
    _description = "Maker of Payslips"

    @api.model
    def _compute(self, slips):
        """Lines, inputs and worked days of slips; the same facts write no line.

        :param slips: hr.payslip of whole months, none of them done, with structures
            of plain rules
        :raise UserError: an amount has no place in the structure of its slip
        """
        slips = slips.sudo()
        for (company, month, Facts), own in slips.grouped(_what_of).items():
            self.env.flush_all()
            facts = Facts(self.env, company, month, own.employee_id)
            made = self._made(own, facts)
            self._write_slips(own, made, facts)
            self._write_lines(own, made, facts)
            self._write_inputs(own, facts)
            self._write_worked_days(own, facts)
        slips.invalidate_recordset(flush=False)

    @api.model
    def _changed(self, slips):
        """Slips of whole months whose lines would be others by now; writes nothing."""
        changed = slips.browse()
        plain = slips.sudo().filtered(lambda slip: slip._cs_is_plain())
        for (company, month, Facts), own in plain.grouped(_what_of).items():
            self.env.flush_all()
            made = self._made(own, Facts(self.env, company, month, own.employee_id))
            standing = self._standing(own)
            changed |= own.filtered(
                lambda slip, made=made, standing=standing: standing.get(slip.id, [])
                != [_content(line) for line in made[slip.id]]
            )
        return changed

    @api.model
    def _made(self, slips, facts):
        """dict slip id -> list of ``engine.payslip.Line``"""
        rules = {struct: struct._cs_rules() for struct in slips.struct_id}
        made, typed = {}, self._typed(slips).payslip_id
        for slip in slips:
            own = rules[slip.struct_id]
            found = facts.of(slip.employee_id.id)
            if found and slip in typed:
                found = slip._cs_with_typed(found)
            made[slip.id] = engine.lines(own, found) if found else []
            lost = found and engine.unplaced(own, found)
            if lost:
                raise UserError(self._lost_text(slip, lost))
        return made

    def _lost_text(self, slip, lost):
        return self.env._(
            "%(name)s: the structure %(structure)s has no place for %(codes)s (INC-31)."
            " Add a rule with that code, or one for what no other rule places.",
            name=slip.employee_id.name,
            structure=slip.struct_id.name,
            codes=", ".join(one.code for one in lost),
        )

    # Writing

    def _write_slips(self, slips, made, facts):
        rows = []
        numbers = iter(self._numbers(len(slips.filtered(lambda one: not one.number))))
        for slip in slips:
            totals = {line.rule.of: line for line in made[slip.id] if _is_total(line)}
            person = slip.employee_id.id
            statement = facts.statements.get(person, (None, Decimal(0)))
            sheet = facts.sheets.get(person)
            rows.append(
                {
                    "id": slip.id,
                    "number": slip.number or next(numbers),
                    "statement": statement[0],
                    "statement_total": _of_statement(facts.inputs.get(person, {})),
                    "sheet": sheet and sheet["id"],
                    "gross": _amount(totals.get("gross")),
                    "net": _amount(totals.get("net")),
                }
            )
        self.env.cr.execute(_update_slips(rows, fields.Date.today()))

    def _numbers(self, count):
        """Numbers of slips, taken at once where the sequence lets us."""
        sequence = self.env["ir.sequence"].search(
            [("code", "=", "salary.slip")], limit=1
        )
        if not count or not sequence:
            return [False] * count
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_id() for _one in range(count)]
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [sequence.get_next_char(number) for [number] in rows]

    def _write_lines(self, slips, made, facts):
        """Those that differ; a slip computed again keeps its lines."""
        standing = self._standing(slips)
        changed = [
            slip
            for slip in slips
            if standing.get(slip.id, []) != [_content(line) for line in made[slip.id]]
        ]
        self._delete("hr_payslip_line", "slip_id", [slip.id for slip in changed])
        rules = self._rule_rows(slips.struct_id)
        why = {}
        rows = [
            self._line_row(slip, line, rules[line.rule.id], why, facts)
            for slip in changed
            for line in made[slip.id]
        ]
        insert_new(self.env, "hr_payslip_line", LINE, rows)
        self.env["hr.payslip.line"].invalidate_model(flush=False)

    def _standing(self, slips):
        rows = self.env.execute_query(
            SQL(
                """SELECT slip_id, salary_rule_id, code, contract_id, amount::text
                     FROM hr_payslip_line WHERE slip_id = ANY(%s) ORDER BY id""",
                slips.ids,
            )
        )
        found = {}
        for slip, rule, code, contract, amount in rows:
            found.setdefault(slip, []).append((rule, code, contract, Decimal(amount)))
        return found

    def _delete(self, table, column, ids):
        if ids:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE %s = ANY(%s)",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    ids,
                )
            )

    def _rule_rows(self, structures):
        """dict rule id -> what every line of it has in common"""
        rules = structures.get_structure_with_parents().get_all_rules()
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT id, name, sequence, category_id, appears_on_payslip,
                          amount_select
                     FROM hr_salary_rule WHERE id = ANY(%s)""",
                rules.ids,
            )
        )
        return {row.pop("id"): row for row in rows}

    def _line_row(self, slip, line, rule, why, facts):
        return rule | {
            "salary_rule_id": line.rule.id,
            "slip_id": slip.id,
            "employee_id": slip.employee_id.id,
            "contract_id": line.version,
            "company_id": slip.company_id.id,
            "date_from": slip.date_from,
            "code": line.code,
            "name": {"en_US": line.name} if line.name else rule["name"],
            "condition_select": "none",
            "condition_python": "",
            "active": True,
            "quantity": 1,
            "rate": 100,
            "amount": line.amount,
            "total": line.amount,
            "explanation": self._why(line, why, facts),
        }

    def _why(self, line, why, facts):
        """The explanation as stored; people with the same wage share it."""
        outcome = line.outcome
        if outcome is None:
            return None
        if id(outcome) not in why:
            currency = facts.company.currency_id.name
            reason = Reason(
                RULES.get(line.rule.of, "INC-31"),
                outcome.key,
                [],
                [Param(*one) for one in with_currency(outcome.params, currency)],
                [Param(*one) for one in with_currency(outcome.values, currency)],
            )
            why[id(outcome)] = Explanation([reason]).to_json()
        return why[id(outcome)]

    def _write_inputs(self, slips, facts):
        self._delete_given(slips, facts)
        words = self.env["cs.incentive.item"]._code_words()
        names = dict(slips.struct_id._cs_names())
        rows = [
            {
                "payslip_id": slip.id,
                "contract_id": facts.wages[slip.employee_id.id][-1].version,
                "sequence": place,
                "code": one.code,
                "name": one.name
                or names.get(one.code)
                or words.get(one.code, one.code),
                "amount": one.amount,
                "amount_qty": one.count,
                "cs_is_given": True,
            }
            for slip in slips
            for place, (_code, one) in enumerate(
                sorted(facts.inputs.get(slip.employee_id.id, {}).items()), 1
            )
            if slip.employee_id.id in facts.wages
        ]
        insert_new(self.env, "hr_payslip_input", INPUT, rows)
        self.env["hr.payslip.input"].invalidate_model(flush=False)

    def _typed(self, slips):
        """Inputs of the slips that somebody typed; there are few."""
        return self.env["hr.payslip.input"].search(
            [("payslip_id", "in", slips.ids), ("cs_is_given", "=", False)]
        )

    def _delete_given(self, slips, facts):
        """What somebody typed under other codes stays."""
        replaced = self._typed(slips).filtered(
            lambda one: one.code in facts.inputs.get(one.payslip_id.employee_id.id, {})
        )
        self.env.cr.execute(
            SQL(
                """DELETE FROM hr_payslip_input
                    WHERE payslip_id = ANY(%s) AND cs_is_given OR id = ANY(%s)""",
                slips.ids,
                replaced.ids,
            )
        )

    def _write_worked_days(self, slips, facts):
        self._delete("hr_payslip_worked_days", "payslip_id", slips.ids)
        rows = [
            row | {"payslip_id": slip.id}
            for slip in slips
            if slip.employee_id.id in facts.wages
            for row in worked_days(self.env, facts, slip.employee_id.id)
        ]
        insert_new(self.env, "hr_payslip_worked_days", WORKED, rows)
        self.env["hr.payslip.worked_days"].invalidate_model(flush=False)


def _what_of(slip):
    """Company, month, and what the slip is made of."""
    facts = ExtraFacts if slip.cs_is_extra else PayFacts
    return slip.company_id, slip.date_from.replace(day=1), facts


def _is_total(line):
    return line.rule.kind == "total"


def _amount(line):
    return line.amount if line else Decimal(0)


def _content(line):
    return line.rule.id, line.code, line.version, line.amount


def _of_statement(inputs):
    return sum((one.amount for one in inputs.values() if one.section), Decimal(0))


def _update_slips(rows, today):
    return SQL(
        """
        UPDATE hr_payslip s
           SET number = x.number, cs_statement_id = x.statement, cs_sheet_id = x.sheet,
               cs_statement_total = x.statement_total, cs_gross = x.gross,
               cs_net = x.net, state = 'verify', compute_date = %s
          FROM jsonb_to_recordset(%s::jsonb) AS x (
               id int, number varchar, statement int, sheet int,
               statement_total numeric, gross numeric, net numeric)
         WHERE s.id = x.id
        """,
        today,
        json.dumps(rows, default=str),
    )
