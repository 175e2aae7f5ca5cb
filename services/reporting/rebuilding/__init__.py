"""How are the views filled anew beside those that are asked, compared with them, and put in their place?"""

from services.reporting.rebuilding.keeping import Rebuilder as Rebuilder
