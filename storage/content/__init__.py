"""What managers changed of the company's files in the chat."""
