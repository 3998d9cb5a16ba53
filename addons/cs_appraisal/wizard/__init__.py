from . import cs_appraisal_include
from . import cs_appraisal_move
from . import cs_appraisal_ready_card
from . import cs_metric_import
from . import cs_appraisal_sign
from . import cs_improvement_word
from . import cs_appraisal_trial
from . import cs_appraisal_rater_change
