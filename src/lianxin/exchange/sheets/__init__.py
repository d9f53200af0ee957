"""Reading an office's file: plain Python without Django, so that it can be hammered without a database.

`reading` turns bytes into sheets of cells, `headers` finds the heading, `rows` tells rows of data from
totals and remarks, `cleaners` makes one cell into one fact, and `parsing` puts them together.
"""
