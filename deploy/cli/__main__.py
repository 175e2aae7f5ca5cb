"""How is the command line run without its script? By `python -m deploy.cli`."""

from deploy.cli import main

if __name__ == "__main__":
    main()
