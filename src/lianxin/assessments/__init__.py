"""Building, managing, using (建管用): what a venue must have, how it is assessed, how it is honoured."""
