from . import test_makeup_day
from . import test_organisation
from . import test_working_time
