"""The one place where input is read from disk: files, their digests, their text, the configuration."""
