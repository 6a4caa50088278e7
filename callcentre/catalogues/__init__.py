"""The words in two languages, without gettext programs: English in the sources, Chinese in a catalogue."""

from callcentre.catalogues.files import compile_all, problems, update

__all__ = ["compile_all", "problems", "update"]
