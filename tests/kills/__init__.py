"""The kill run: the product in a folder of its own, agents at work, and kill -9 at random.

Not a part of `make test`: `make kills`, or `python -m tests.kills --kills 10 --seed 7`.
"""
