from . import cs_incentive_ready_scheme
from . import cs_discipline_ready_book
from . import cs_incentive_deal_import
from . import cs_incentive_trial
from . import cs_discipline_agree
from . import cs_discipline_dismiss
