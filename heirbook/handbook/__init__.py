"""The book's pages as Markdown: pure rendering of what is known; no network, no site generator."""
