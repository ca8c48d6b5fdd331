"""What the dashboard costs, as ratios to a plain page measured in the same run."""
