from . import test_period_flow
