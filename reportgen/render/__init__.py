"""From templates and names to document parts and the figure map."""
