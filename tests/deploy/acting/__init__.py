"""Which package does what its environment says? One that stands in for a service where those are forked."""

DOES = "ACTING_DOES"
TOLD = "ACTING_TOLD"
