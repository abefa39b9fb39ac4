"""Journeys that a company's files describe: what they begin with, what is sent, what ends them."""
