"""How many cases a number needs before it is shown, compared or ranked (statistics 3)."""

FEW = 10
"""Up to this many cases only the count is said."""
ENOUGH = 30
"""Below this many cases on either side no difference is claimed, and nothing is ranked."""
