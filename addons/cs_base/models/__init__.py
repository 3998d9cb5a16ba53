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
from . import cs_placement
from . import cs_policy_change
from . import cs_policy_scope_mixin
from . import cs_policy_mixin
from . import cs_policy_line_mixin
from . import hr_department
from . import hr_employee
from . import res_company
from . import res_config_settings
from . import res_users
