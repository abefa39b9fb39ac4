"""The page: all reports in one document, which opens in a browser without a network."""
