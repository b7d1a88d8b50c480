"""What draws the cells of the item table."""
