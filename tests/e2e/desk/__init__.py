"""The support desk under load: customers, agents, faults, kills and a group that moves, kept by a ledger."""
