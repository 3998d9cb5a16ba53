from . import calendar_public_holiday_next_year
from . import cs_decision_reason
from . import cs_holiday_fill
from . import cs_working_time_trial
