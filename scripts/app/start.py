"""What the program of the folder runs. Processes of a frozen program begin here too, and must be told apart first."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()

    from chukan.__main__ import main

    main()
