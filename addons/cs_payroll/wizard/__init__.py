from . import cs_payroll_extra
from . import cs_payroll_extra_line
from . import cs_payroll_handover
from . import cs_payroll_reopen
from . import hr_payslip_change_state
from . import hr_payslip_employees
