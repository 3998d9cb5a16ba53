from . import cs_payroll_handover
from . import cs_payroll_reopen
from . import hr_payslip_change_state
from . import hr_payslip_employees
