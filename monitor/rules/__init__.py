"""Rule files → compiled rules: YAML, schema, lists, lint. Pure: files arrive as text."""
