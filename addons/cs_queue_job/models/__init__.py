from . import cs_background_mixin
from . import cs_period_part
from . import cs_period_runner
from . import cs_period_step
from . import cs_share
from . import res_config_settings
