"""``python -m supportdesk_desktop``: the same as the console script."""

import sys

from supportdesk_desktop.cli import main

sys.exit(main())
