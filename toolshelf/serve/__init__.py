"""The preview: a server for this machine's own browser that builds and reloads whenever a file is saved."""
