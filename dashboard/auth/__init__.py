"""Who asks, and what they may: the gate in front of every route and every stream."""
