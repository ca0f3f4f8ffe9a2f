"""The demonstration programme: a public article's figures, everything else generated."""
