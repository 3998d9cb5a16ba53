from . import test_appraisal_policy
