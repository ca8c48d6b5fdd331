"""How the role of a member is drawn, and what is said where a membership is our own inference."""

ROLE_CODES = {"participant": 0, "co-lead": 1, "lead": 2}
"""Class of a role on a map, from the lightest to the strongest colour."""
INFERRED = "inferred by us"
