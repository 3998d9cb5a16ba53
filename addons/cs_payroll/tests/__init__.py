from . import test_company
from . import test_pay_run
from . import test_slip_amounts
