"""What one column alone can't show: whether rows as a whole have moved, and how to weigh them."""
