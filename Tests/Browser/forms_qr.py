"""The QR codes that `A QR code` wrote, before another encoder and a decoder.

usage: forms_qr.py FOLDER      (of SIZE-MASK.txt: the text, then one line a row of modules)

Needs: qrcode (PyPI), zbarimg (zbar-tools).
"""

import pathlib
import subprocess
import sys

import qrcode
from qrcode.util import MODE_8BIT_BYTE, QRData


def bitmap(rows):
    """PBM with the quiet zone, four pixels a module."""
    side = len(rows) + 8
    framed = ["." * side] * 4 + [f"....{row}....".replace(" ", ".") for row in rows] + ["." * side] * 4
    pixels = [" ".join("1" if module == "#" else "0" for module in row for _ in range(4)) for row in framed for _ in range(4)]
    return f"P1\n{side * 4} {side * 4}\n" + "\n".join(pixels) + "\n"


folder = pathlib.Path(sys.argv[1])
files = sorted(folder.glob("*.txt"))
wrong = []
for file in files:
    text, *rows = file.read_text().splitlines()
    other = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, mask_pattern=int(file.stem.split("-")[1]), border=0)
    other.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE), optimize=0)
    other.make(fit=True)
    if rows != ["".join("#" if dark else "." for dark in row) for row in other.get_matrix()]:
        wrong.append(f"{file.name}: not what qrcode makes")
    picture = file.with_suffix(".pbm")
    picture.write_text(bitmap(rows))
    read = subprocess.run(["zbarimg", "-q", "--raw", "-Sbinary", picture], capture_output=True).stdout
    if read != text.encode():
        wrong.append(f"{file.name}: zbarimg reads {read[:40]!r}")
print("\n".join(wrong + [f"{len(files)} codes, {len(wrong)} differences"]))
sys.exit(1 if wrong or len(files) < 100 else 0)
