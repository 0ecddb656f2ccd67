/** Cells along each side of the small picture: the visible field, whatever its shape, is laid on a square. */
export const SIDE = 64;
export const CELLS = SIDE * SIDE;
