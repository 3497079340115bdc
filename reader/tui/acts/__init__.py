"""What commands do: one small class for each target of the table, over the main screen and the newsroom."""
