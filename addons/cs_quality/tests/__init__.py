from . import test_anomaly
from . import test_quality_card
from . import test_quality_draw
from . import test_quality_review
from . import test_quality_access
from . import test_quality_metric
from . import test_setup_quality
