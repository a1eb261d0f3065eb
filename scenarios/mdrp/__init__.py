"""Days of the meal delivery routing problem, run through the planner and judged.

`days` turns them into live days, `written` writes what came of them in their own units,
`referee` judges what is written, `report` sums it up.
"""
