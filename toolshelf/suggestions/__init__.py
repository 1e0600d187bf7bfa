"""Suggestions from readers: a form that follows the schema of a collection, and the way from an issue to its file."""
