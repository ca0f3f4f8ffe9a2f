"""Every component with the content it will carry, for the eye and for axe. Not shipped."""
