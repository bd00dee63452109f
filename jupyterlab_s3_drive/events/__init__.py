"""Events about changes, for whom the administrator lets listen."""
