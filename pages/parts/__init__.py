"""Parts that pages share: the open store, the choices, the drawing of a tile."""
