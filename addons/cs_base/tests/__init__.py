from . import test_holiday_fill
from . import test_makeup_day
from . import test_organisation
from . import test_working_time
from . import test_working_time_access
from . import test_working_time_trial
