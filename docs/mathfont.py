"""The font of the formulas, made once: a part of STIX Two Math that keeps its table of mathematics.

Browsers typeset MathML by a table that only mathematics fonts have. Without one on the machine, exponents
touch the bar of a root. ``python -m docs.mathfont`` writes ``static/fonts/formulas.woff2`` anew. It needs ::

    pip install ziamath==0.13 fonttools==4.68.0 brotli==1.2.1

of which the first carries the font (STIX Two 2.11, SIL Open Font License, ``static/fonts/OFL.txt``). A
formula with a sign that is not in ``SIGNS`` needs another run.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

FONT = Path(__file__).resolve().parents[1] / "static" / "fonts" / "formulas.woff2"
GREEK = "αβγδεθλμνπρστφψωΓΔΘΛΠΣΦΩ"
# A letter alone is set in MathML as the one of the mathematical italics, which has a place of its own; h's
# was taken by Planck's constant.
LETTERS = "abcdefgijklmnopqrstuvwxyzGKLPSWX"
ITALIC = "ℎ" + "".join(chr(0x1D434 + ord(a) - ord("A") - 6 * (a > "Z")) for a in LETTERS)
ITALIC += "".join(map(chr, range(0x1D6FC, 0x1D71C)))
SIGNS = "".join(map(chr, range(0x20, 0x7F))) + GREEK + ITALIC + "·×±−∑∏∫√∞‖⟨⟩∈≤≥≈→↦∂′²∘⊤ℝ…"


def main() -> None:
    """Write the font and say how large it is."""
    carrier = find_spec("ziamath")
    if carrier is None or carrier.origin is None:
        raise SystemExit("ziamath must be installed; see this file's beginning")
    source = Path(carrier.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    options = ["--flavor=woff2", "--layout-features=", "--no-hinting", "--drop-tables+=DSIG"]
    command = [sys.executable, "-m", "fontTools.subset", str(source), f"--text={SIGNS}"]
    command += [f"--output-file={FONT}"]
    subprocess.run([*command, *options], check=True)  # noqa: S603  nothing of it comes from outside
    print(f"{FONT.name}: {FONT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
