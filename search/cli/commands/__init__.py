"""The commands of `search`, a module each, named after the command."""
