"""Days on which orders become known one by one and are planned at fixed intervals.

`day` says what a day is, `moment` makes a problem of what is known at a moment, `rolling` goes
from moment to moment, `waiting` says where couriers without an order wait, and `outcome` what
came of it all.
"""
