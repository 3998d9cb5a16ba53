# Mixins before the models that inherit them.
from . import cs_decision_guard_mixin
from . import cs_decision_line_mixin
from . import cs_decision_mixin
from . import cs_decision_process

from . import cs_decision
from . import cs_decision_kind
from . import cs_decision_ladder
from . import cs_decision_notice
from . import cs_decision_request
from . import cs_decision_route
from . import cs_decision_rung
from . import cs_deputy
from . import calendar_public_holiday
from . import calendar_public_holiday_line
from . import cs_holiday_origin_mixin
from . import cs_makeup_day
from . import cs_working_time
from . import hr_department
from . import hr_employee
from . import res_company
from . import res_config_settings
from . import res_users
from . import resource_calendar
