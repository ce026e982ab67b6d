"""The library: templates, white papers and cases to be shown to customers, found by what a customer needs."""
