"""What is seen: one script a page, and the parts they share."""
