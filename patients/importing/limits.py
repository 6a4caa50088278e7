"""How much a file may hold, and how much its reading may cost (F24, F30)."""

FILE_BYTES = 25 << 20
ROWS = 200_000
COLUMNS = 200
CELL_LENGTH = 32_767  # what a cell of a workbook holds

ZIP_MEMBERS = 1_000
ZIP_UNPACKED_BYTES = 512 << 20
ZIP_RATIO = 100  # honest sheets stay below 50; looked at only in members above the next line
ZIP_RATIO_FROM_BYTES = 32 << 20

CHILD_MEMORY_BYTES = 512 << 20
CHILD_CPU_SECONDS = 20
SILENT_SECONDS = 60.0  # of no word from the child; only a very busy machine lets it get so far
