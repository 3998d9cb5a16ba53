from . import cs_payslip_print
from . import cs_payslip_strips
