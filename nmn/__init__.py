"""NMN Explorer: a neural memory network that can be stepped, trained and looked at."""
