"""The examples of the OpenAPI documents: written per slice, played, answers recorded."""
