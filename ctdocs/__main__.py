"""``python -m ctdocs``: the same as the command ``ctdocs``."""

from ctdocs.cli.main import main

if __name__ == "__main__":
    main()
