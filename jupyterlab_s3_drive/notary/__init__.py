"""The notary of notebooks: which are trusted, computed within bounds."""
