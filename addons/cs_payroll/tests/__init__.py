from . import test_pay_run
