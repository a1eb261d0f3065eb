"""Weeks of work, replayed under several policies: who would have earned what.

`weeks` draws the work, `run` goes through it day by day, `pay` makes statements of it,
`figures` measures, `lever` says what would help, and `report` shows it.
"""
