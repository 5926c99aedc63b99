"""From rendered pages to a finished web site: MkDocs, theme, search, content policy, output gate.

Here belongs all that knows MkDocs or HTML as a whole. What a page says is `heirbook.handbook`'s;
where editions stand and which is newest is `heirbook.editions`'.
"""
