"""Rule sets on the wall (上墙制度): the library of a place, what hangs in a venue, the flow chart."""
