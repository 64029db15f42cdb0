"""What cogs share: who asks, how they are answered, forms, buttons and options."""
