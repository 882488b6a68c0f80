"""``python -m lazyq.cli`` is the command ``lazyq``."""

from lazyq.cli import main

if __name__ == "__main__":
    main()
