"""How does the stand-in act? As the source in its environment says."""

import os
import sys

from tests.deploy import acting

sys.argv.append(os.environ.get(acting.TOLD, ""))
exec(os.environ[acting.DOES])
