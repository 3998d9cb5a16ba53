from . import test_payroll_hooks
from . import test_payroll_input_guard
from . import test_salary_rule
from . import test_slip_access
from . import test_slip_evaluation
from . import test_slip_flow
from . import test_slip_lock
from . import test_slip_source
