"""The record everything else works on. Standard library only."""
