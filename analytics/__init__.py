"""Reimbursement analytics for CPT 96372, the SC/IM injection administration."""

__version__ = "0.1.0"
