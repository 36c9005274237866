"""What happened to an action, in sentences: who, when, what changed from and to, and why.

`rows` and the `telling_…` modules are pure; `reader` alone asks the database.
"""
