"""Many runs: races, sweeps, the experiments of the paper; where they run, and the file that keeps them."""
