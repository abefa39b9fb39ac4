"""One door to all pictures."""

import logging

from reports import pareto, trend, winback
from reports.pareto import Pareto
from reports.trend import Trend
from reports.winback import Winback

Drawing = Trend | Pareto | Winback


def draw(drawing: Drawing) -> bytes:
    """A PNG of 1080×1080 pixels. A matplotlibrc of the machine's changes nothing in it."""
    # Where it keeps its list of fonts is its own affair.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        match drawing:
            case Trend():
                return trend.draw(drawing)
            case Pareto():
                return pareto.draw(drawing)
            case Winback():
                return winback.draw(drawing)
