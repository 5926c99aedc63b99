"""What pages show of the inventory, as small frozen records; no text for readers stands here."""
