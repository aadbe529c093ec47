"""A zip whose bytes depend on the names and contents of its files alone: not on when and in what order
they were written. So a deployment that changes nothing is seen to change nothing."""

from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The first day that a zip can name.
DAY = (1980, 1, 1, 0, 0, 0)
# Regular files that everybody may read and run: Lambda runs the function as a user of its own.
MODE = 0o100755


def pack(archive, files):
    """Writes the files, by the names that they have in the archive."""
    with ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for name, path in sorted(files.items()):
            entry = ZipInfo(name, DAY)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever this runs: modes count
            entry.external_attr = MODE << 16
            packed.writestr(entry, path.read_bytes())
