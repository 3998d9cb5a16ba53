"""A small company for tests: one department with a team, and every role."""

from odoo.addons.base.tests.common import BaseCommon
from odoo.tests import new_test_user

#: role -> groups; the portal customer and outsiders are made where needed
ROLE_GROUPS = {
    "agent": "cs_base.group_agent",
    "agent2": "cs_base.group_agent",
    "leader": "cs_base.group_team_leader",
    "supervisor": "cs_base.group_supervisor",
    "hr": "cs_base.group_hr_officer",
    "payroll": "cs_base.group_payroll_accountant",
    "gm": "cs_base.group_general_manager",
    "admin": "base.group_system",
}


class CsCase(BaseCommon):
    """Company in Shanghai time: gm > supervisor > leader > agent, agent2.

    ``self.users[role]`` and ``self.people[role]`` hold users and employees;
    use ``record.with_user(self.users["agent"])`` to act as a role.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {
                "name": "Star Ripple",
                "country_id": cls.env.ref("base.cn").id,
                "currency_id": cls.env.ref("base.CNY").id,
            }
        )
        cls.env["res.currency"].browse(cls.env.ref("base.CNY").id).active = True
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.company = cls.company.with_env(cls.env)
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.department = cls.env["hr.department"].create(
            {"name": "Customer service", "company_id": cls.company.id}
        )
        cls.group_one = cls.env["hr.department"].create(
            {
                "name": "Group one",
                "parent_id": cls.department.id,
                "company_id": cls.company.id,
            }
        )
        cls.job = cls.env["hr.job"].create(
            {"name": "Agent", "company_id": cls.company.id}
        )
        cls.users, cls.people = {}, {}
        for role, groups in ROLE_GROUPS.items():
            cls._create_role(role, groups)
        superior = {
            "agent": "leader",
            "agent2": "leader",
            "leader": "supervisor",
            "supervisor": "gm",
            "hr": "gm",
            "payroll": "gm",
        }
        for role, boss in superior.items():
            cls.people[role].parent_id = cls.people[boss]
        cls.department.manager_id = cls.people["supervisor"]
        cls.group_one.manager_id = cls.people["leader"]
        cls.company.cs_general_manager_id = cls.people["gm"]

    @classmethod
    def _create_role(cls, role, groups, department=None):
        user = new_test_user(
            cls.env,
            login=f"cs_{role}",
            groups=groups,
            name=role,
            tz="Asia/Shanghai",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        if department is None:
            department = cls.group_one if "agent" in role else cls.department
        employee = cls.env["hr.employee"].create(
            {
                "name": role,
                "user_id": user.id,
                "company_id": cls.company.id,
                "department_id": department.id,
                "job_id": cls.job.id if "agent" in role else False,
                "date_version": "2024-01-01",
            }
        )
        cls.users[role], cls.people[role] = user, employee
        return employee
