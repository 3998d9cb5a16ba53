from . import test_incentive_policy
