"""The table of contents. What a page shows is in pages/; what every page shares is in nmn/view/frame.py."""

from nmn.view import frame

frame.navigation().run()
