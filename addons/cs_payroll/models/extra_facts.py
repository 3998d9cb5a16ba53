"""What an extra payslip is made of: what payroll entered on it, no more (INC-31)."""

from functools import cached_property

from odoo.addons.cs_incentive.engine.payslip import Facts

from .payroll_facts import PayFacts


class ExtraFacts(PayFacts):
    """No wage, attendance or statement: those are on the month's regular payslip."""

    def of(self, employee_id):
        """Nothing but the contract; amounts stand on the slip itself."""
        versions = self._versions.get(employee_id)
        return versions and Facts(self._version(versions))

    def _version(self, versions):
        """The last one that began before the month was over."""
        begun = [one for one in versions if str(one[3]) <= str(self.last)]
        return (begun or versions)[-1][0]

    @cached_property
    def wages(self):
        return {}

    @cached_property
    def sheets(self):
        return {}

    @cached_property
    def statements(self):
        return {}

    @cached_property
    def inputs(self):
        return {}
