"""What changes the record: each change whole or not at all, in the name of who makes it."""
