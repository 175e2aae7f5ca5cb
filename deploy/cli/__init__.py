"""What can be asked of Yingsu on the command line?

Exit codes, the same for every command: 0 fine; 1 something needs a look (rows or facts parked, a check that failed);
2 refused (wrong arguments, wrong input, cannot start here); 3 the house does not run or does not answer; 130 Ctrl-C.
"""

import sys
from collections.abc import Sequence

from deploy.cli.app import app
from deploy.cli.output import errors
from deploy.cli.trouble import Trouble


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code; what went wrong is said plainly on standard error.

    The arguments are those of the process unless given.
    """
    try:
        app(arguments)
    except Trouble as trouble:
        trouble.show(errors())
        sys.exit(trouble.code)
    except BrokenPipeError:  # `yingsu cases | head` has seen enough
        sys.stderr.close()
        sys.exit(0)
