"""The forms of the plan, one module for each thing that is filled in."""
