"""One network on its way along a stream: trained, entered at any step, forked, and what went wrong with it."""
