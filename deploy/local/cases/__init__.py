"""The real cases of the letter of 20 October 2014, entered through the API: one module a subject."""
