"""A forum in a box: a look-alike of WeCenter 3.x on loopback, for tests of whatever reads one.

Written after what a guest meets on such forums, not after any forum's code; all texts are made up.
`Box` in `running.py` is the way in, `python -m tests.box` the same for other processes.
"""
