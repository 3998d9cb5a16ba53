from . import cs_payroll_tie
