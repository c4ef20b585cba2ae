"""What every chart, tile and headline says, described once from the numbers; drawn elsewhere."""
