"""Holds a department's year against the relations of its format and against its own claims."""

from reportgen.checks.claims import check_claims
from reportgen.checks.comparing import Status
from reportgen.checks.engine import run_rules
from reportgen.checks.outcome import Outcome

__all__ = ["Outcome", "Status", "check_claims", "run_rules"]
