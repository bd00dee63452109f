"""What a request may be, how much memory its body may take, and what it changes."""
