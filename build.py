"""Run the toolshelf command from a checkout: ``python build.py VERB``."""
