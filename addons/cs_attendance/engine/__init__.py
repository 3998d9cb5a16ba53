"""Attendance, computed without Odoo."""
