"""One page: front matter, Markdown, includes, headings, links and footnotes, before the site is known."""
