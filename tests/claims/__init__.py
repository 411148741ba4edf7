"""One test and more for each promise in docs/claims.md; the number is in the test's name."""
