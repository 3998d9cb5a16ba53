from . import cs_incentive_policy
