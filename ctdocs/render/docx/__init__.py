"""Word files: a resolved document becomes a docxtpl template, and a rendered template becomes a form to fill in."""
