"""What the reader learns from: the gold, and sound notices damaged as pages damage them."""
