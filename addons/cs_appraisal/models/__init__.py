from . import cs_appraisal_policy
from . import cs_appraisal_policy_grade
