"""The words that everything speaks: status, region, indicator, source, observation, finding."""
