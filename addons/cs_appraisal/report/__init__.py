from . import cs_appraisal_ranking_print
from . import cs_appraisal_report
from . import cs_job_description_print
from . import cs_training_print
