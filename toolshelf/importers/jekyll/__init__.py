"""Sites of Jekyll: pages, posts, collections, data, includes, navigation and addresses."""
