"""Domain objects become Discord messages: embeds, times, buttons that carry their meaning."""
