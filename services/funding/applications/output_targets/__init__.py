"""What is realised of output targets (prestatieafspraken), which schemas call by its whole name."""

NOUN = "output_target"
