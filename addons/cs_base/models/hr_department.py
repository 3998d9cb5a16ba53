from odoo import models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    def _cs_ancestor_ids(self):
        """Ids from the department itself up to its root, nearest first.

        :return: dict department id -> list of ids
        """
        return {
            department.id: [int(x) for x in department.parent_path.split("/")[-2::-1]]
            for department in self.sudo()
        }
