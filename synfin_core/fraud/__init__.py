"""What thieves do: a case is a story over time, told in legs; one file a typology, figures in config/calibration/fraud.yaml."""
