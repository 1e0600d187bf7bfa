"""From the index to a published tree: plan, render, publish."""
