"""What a web server calls: `tradewind_web.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradewind_web.settings")
application = get_wsgi_application()
