"""A hospital that does not exist, for trying the product. Every person is invented; the numbers use prefixes
that no carrier was allotted, so nobody can be dialled by mistake."""
