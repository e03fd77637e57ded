"""After any sequence of changes and decisions an update equals a rebuild."""

from hypothesis import settings
from support.update_sequences import UpdateSequence

TestUpdates = UpdateSequence.TestCase
TestUpdates.settings = settings(max_examples=100, stateful_step_count=5, deadline=None)
