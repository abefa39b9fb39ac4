"""The one door to drawing: matplotlib as it comes, whatever a machine has set up for itself."""

import logging
from typing import Protocol

from reports.charts.canvas import Canvas


class Chart(Protocol):
    """A picture of a report as plain values."""

    def draw(self) -> Canvas:
        """The canvas with all that there is to see; matplotlib is loaded with the first one."""


def draw(chart: Chart) -> bytes:
    """The chart as a PNG of 1080×1080 pixels. A matplotlibrc of the machine's changes nothing in it."""
    # Where it keeps its list of fonts is its own affair.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        return chart.draw().png()
