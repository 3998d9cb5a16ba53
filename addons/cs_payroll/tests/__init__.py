from . import test_company
from . import test_js
from . import test_pay_run
from . import test_pay_run_screen
from . import test_payroll_input
from . import test_payroll_step
from . import test_payslip_screen
from . import test_slip_amounts
