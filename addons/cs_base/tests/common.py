"""A small company for tests: one department with a team, and every role."""

from odoo.addons.base.tests.common import BaseCommon
from odoo.fields import Command

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
#: superior -> roles
TEAMS = {
    "leader": ("agent", "agent2"),
    "supervisor": ("leader",),
    "gm": ("supervisor", "hr", "payroll"),
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
        cls._create_roles(ROLE_GROUPS)
        for boss, roles in TEAMS.items():
            team = [cls.people[role].id for role in roles]
            cls.env["hr.employee"].browse(team).parent_id = cls.people[boss]
        cls.department.manager_id = cls.people["supervisor"]
        cls.group_one.manager_id = cls.people["leader"]
        cls.company.cs_general_manager_id = cls.people["gm"]

    @classmethod
    def _create_role(cls, role, groups, department=None):
        cls._create_roles({role: groups}, department)
        return cls.people[role]

    @classmethod
    def _create_roles(cls, groups, department=None):
        """All in one go, since nearly every class of tests begins with it.

        :param groups: role -> external ids of its groups, with commas
        """
        users = cls.env["res.users"].create(
            [cls._user_values(role, names) for role, names in groups.items()]
        )
        people = cls.env["hr.employee"].create(
            [
                cls._person_values(role, user, department)
                for role, user in zip(groups, users, strict=True)
            ]
        )
        cls.users.update(zip(groups, users, strict=True))
        cls.people.update(zip(groups, people, strict=True))

    @classmethod
    def _user_values(cls, role, groups):
        login = f"cs_{role}"
        group_ids = [cls.env.ref(group).id for group in groups.split(",")]
        return {
            "name": role,
            "login": login,
            "password": login.ljust(8, "x"),
            "email": "c.c@example.com",
            "group_ids": [Command.set(group_ids)],
            "tz": "Asia/Shanghai",
            "company_id": cls.company.id,
            "company_ids": [Command.set(cls.company.ids)],
        }

    @classmethod
    def _person_values(cls, role, user, department):
        if department is None:
            department = cls.group_one if "agent" in role else cls.department
        return {
            "name": role,
            "user_id": user.id,
            "company_id": cls.company.id,
            "department_id": department.id,
            "job_id": cls.job.id if "agent" in role else False,
            "date_version": "2024-01-01",
        }
