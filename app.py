"""The table of contents. What a page shows is in pages/; what every page shares is in nmn/app/shared/frame.py."""

from nmn.app.shared import frame

frame.navigation().run()
