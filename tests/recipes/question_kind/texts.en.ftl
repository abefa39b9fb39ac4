stars-not-understood = Tap the stars or write a figure from 1 to 5.
