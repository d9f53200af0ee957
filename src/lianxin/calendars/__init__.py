"""The official calendar as data: each year's notice of holidays and make-up days."""
