"""Search by ruin and recreate in compiled kernels, on arrays that mirror a problem.

`arrays` turns a problem into numbers and `routes` holds a plan of it; `timing` propagates
times, `insert` finds the best positions of a shipment, `ruin` takes shipments off and
`recreate` puts them back; `search` is the loop of both and `solver` what drives it.

References
----------
.. [1] Christiaens, J. and Vanden Berghe, G. (2020). Slack induction by string removals for
       vehicle routing problems. Transportation Science 54(2).
"""
