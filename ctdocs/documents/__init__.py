"""Document descriptions: what each form and letter asks and says, and what it says of one area and one case."""
