"""New files for editors: valid from the start, with a comment on every key that coaches who fills them in."""
