"""What a company may change from the chat: its surveys, journeys, offers and texts."""
