"""Everything a render may ask: pages, addresses, navigation and links, and the questions themselves."""
