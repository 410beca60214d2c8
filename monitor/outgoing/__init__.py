"""What all requests to servers of others have in common: which addresses they may reach, and when to come again."""
