"""Slow work beside the conversation: rows of the table of jobs, done outside any transaction.

A new kind is one file here with a `JobKind` and one word in `catalogue.py`. Whoever wants it done adds a
`Job` row of that name to the effects of an update, or with `storage.jobs.add`; a row of the effects takes the
place of an older one under the same `key` that has not ended. The runner is woken by the commit.

Heavy work is a function of storage for `JobContext.read`, or one of `worker_tasks.py` for `JobContext.call`.
It runs in a spawned process: its arguments and its result are pickled, and it imports what it needs there.
"""
