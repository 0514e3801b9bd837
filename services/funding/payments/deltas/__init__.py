"""What a changed payment plan makes to pay, hold or claim back, when some was paid."""
