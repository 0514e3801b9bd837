"""The page on which people read and try every API."""
