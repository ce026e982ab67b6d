"""keflow's engine: the product itself. It knows no Flask, no HTTP and no request; docs/map.md draws its rooms."""
