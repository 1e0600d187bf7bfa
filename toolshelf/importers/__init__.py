"""Moving in: sites of other generators, written as sites of Toolshelf, with a report of what became of them."""
