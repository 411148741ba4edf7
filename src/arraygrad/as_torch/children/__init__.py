"""A directory for the search path of processes that a program starts: in it, ``torch`` is found."""
