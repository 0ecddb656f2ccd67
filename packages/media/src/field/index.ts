/** The visible field: pure, without Node, so that the browser runs the same code as the station. */
export { findField, findFieldOver } from './find.js';
export { FieldKeeper } from './keeper.js';
export type { FieldPicture } from './picture.js';
