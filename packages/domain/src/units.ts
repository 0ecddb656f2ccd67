/** Units and identities as branded types, so that a millimetre is never added to a millisecond. */

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds: a duration, or a time since the start of the examination or recording. */
export type Ms = Branded<number, 'Ms'>;
/** Whole pixels of the picture named beside it. */
export type Px = Branded<number, 'Px'>;
/** Millimetres in the patient. */
export type Mm = Branded<number, 'Mm'>;
/** Number of a frame within its source, counted from 0; travels with the frame from capture to paint. */
export type FrameId = Branded<number, 'FrameId'>;

export const ms = (value: number): Ms => value as Ms;
export const px = (value: number): Px => value as Px;
export const mm = (value: number): Mm => value as Mm;
export const frameId = (value: number): FrameId => value as FrameId;
