"""What the files do not say: whether a line was denied, and why (meanings 17).

A table of payments without reason codes tells no reason of any denial, and where it tells no status either, a line
paid $0 may be denied or left to the patient. Such lines are counted beside the number: while they are the smaller part
of what it asks of, it is "at least" so much; once they are the larger part there is no number.
"""

from analytics.metrics.metric import Unsure, total

DEFINITION = Unsure(total("definition_unsure"), total("definition_asked"))
"""Whether a line is denied under the chosen definition."""
FIRST = Unsure(total("first_unclear"), total("denied_initial") + total("first_unclear"))
"""Whether the first answer denied: nothing paid, nothing allowed, and no code."""
OPEN = Unsure(total("open_unclear"), total("denied_open") + total("open_unclear"))
"""Whether a denial stands."""
ARRIVED = Unsure(total("unsure"), total("denied") + total("unsure"))
"""Whether the answers that some files brought denied."""
FIRST_REASON = Unsure(total("first_unsure"), FIRST.asked)
"""Why the first answer denied."""
OPEN_REASON = Unsure(total("open_unsure"), OPEN.asked)
"""Why a denial stands."""
