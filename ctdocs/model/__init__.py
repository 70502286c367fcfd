"""What ctdocs is about: areas, cases, applications, readings and layouts, as frozen values."""
