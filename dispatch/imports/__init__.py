"""Spreadsheets of orders: from bytes to rows, from columns to fields, from a row to a wish."""
