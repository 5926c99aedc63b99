"""The pages: one module each with `PAGE` and `build`; they never import each other."""
