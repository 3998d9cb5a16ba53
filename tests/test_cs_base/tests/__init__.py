from . import test_period_access
from . import test_period_flow
from . import test_period_open
