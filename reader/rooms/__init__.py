"""The rooms of the newsroom: what it can do, one matter a file. Faces talk to `reader.newsroom.Newsroom`, which is all of them."""
