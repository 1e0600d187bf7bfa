"""Pictures of authors: checked, freed of what nobody should learn from them, and made in the sizes that pages need."""
