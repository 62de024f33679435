"""`python -m chukan`."""

from chukan.cli.main import main

if __name__ == "__main__":
    main()
