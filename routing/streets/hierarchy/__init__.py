"""A customizable contraction hierarchy: exact travel times of a whole city in milliseconds.

Four steps, one module each. `order` ranks the nodes by nested dissection, `topology`
adds the shortcuts that this order needs, `weights` gives every shortcut the travel of its
best detour, `table` answers many-to-many queries from labels along the elimination tree.
`path` turns one query back into arcs. Order and topology depend on the streets alone; a
closure or a change of weather needs new weights only, and running queries keep theirs.

References
----------
.. [1] Dibbelt, J., Strasser, B. and Wagner, D. (2016). Customizable Contraction
   Hierarchies. ACM Journal of Experimental Algorithmics.
"""
