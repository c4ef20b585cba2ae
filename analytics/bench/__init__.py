"""What is measured rather than tested: budgets and how often intervals hold, side by side in one run."""
