"""The meeting that reviews a case: who must be there, whether it sat as it should, and what comes of it."""
