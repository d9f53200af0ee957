"""Venues for deputies: 家, 站, 室, 点 and professional stations, each with an online twin and a QR plate."""
