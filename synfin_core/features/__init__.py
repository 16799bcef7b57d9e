"""What was knowable at the time: features of payments, from what a bank had seen until then."""
