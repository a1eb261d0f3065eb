"""Set-up of a fresh clone: each step runs only when what it reads has changed."""
