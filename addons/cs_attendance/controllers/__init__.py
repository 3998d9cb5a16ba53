from . import iclock
