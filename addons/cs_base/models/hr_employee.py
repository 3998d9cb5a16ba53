from odoo import models
from odoo.fields import Domain


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        result = super().write(vals)
        if {"user_id", "active"} & vals.keys():
            self.env["res.users"]._cs_forget_rules()
        return result

    def _cs_general_manager(self):
        """The general manager of each person's company, possibly empty.

        :return: dict employee id -> hr.employee (sudo)
        """
        return {
            employee.id: employee.company_id.cs_general_manager_id
            for employee in self.sudo()
        }

    def _cs_department_heads(self):
        """Managers of the person's department and those above it, nearest first.

        The person is never listed as the own head.

        :return: dict employee id -> hr.employee recordset in order (sudo)
        """
        employees = self.sudo()
        ancestors = employees.department_id._cs_ancestor_ids()
        Department = employees.env["hr.department"]
        Department.browse(set().union(*ancestors.values())).fetch(["manager_id"])
        heads = {
            department: Department.browse(path).manager_id
            for department, path in ancestors.items()
        }
        nobody = employees.browse()
        return {
            employee.id: heads.get(employee.department_id.id, nobody) - employee
            for employee in employees
        }

    def _cs_supervisors(self):
        """The direct supervisor: the stock manager, else the nearest department
        head, else the general manager. Never the person, possibly empty.

        Nobody is above the general manager, although stock HR makes the head of a
        department the manager of everybody in it.

        :return: dict employee id -> hr.employee (sudo)
        """
        heads = self._cs_department_heads()
        managers = self._cs_general_manager()
        result = {}
        for employee in self.sudo():
            manager = managers[employee.id]
            above = employee.parent_id - employee or heads[employee.id][:1] or manager
            result[employee.id] = above if employee != manager else above.browse()
        return result

    def _cs_is_same_person(self, other):
        """Whether two employee records are one human being (TRUST.md, "not own").

        Records in several companies are tied by user or by work contact.
        """
        self.ensure_one()
        mine, theirs = self.sudo(), other.sudo()
        return bool(
            mine & theirs
            or mine.user_id & theirs.user_id
            or mine.work_contact_id & theirs.work_contact_id
        )

    def _cs_all_records(self):
        """All employee records of these people, in any company, archived ones too.

        The set form of ``_cs_is_same_person``.

        :return: hr.employee (sudo)
        """
        people = self.sudo().with_context(active_test=False)
        return people.search(
            Domain("id", "in", people.ids)
            | Domain("user_id", "in", people.user_id.ids)
            | Domain("work_contact_id", "in", people.work_contact_id.ids)
        )
