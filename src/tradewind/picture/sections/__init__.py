"""One module a question of the picture: rows of the warehouse in, a Section out."""
