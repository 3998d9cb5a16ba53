from . import cs_payroll_handover
from . import cs_payroll_reopen
