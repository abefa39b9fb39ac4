"""Pictures of numbers. They are handed plain values; matplotlib is loaded when the first one is drawn."""
