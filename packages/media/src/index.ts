/** Pictures in: files, folders, streams, capture devices, DICOM. Annotated video and photos out. */
export * from './field/index.js';
export { maskAtSize, writeMaskPng } from './mask.js';
export { type LabelOf, type OverlayMark, plainLabel } from './overlay/ass.js';
export { encodeOverlay, type OverlayOptions } from './overlay/encode.js';
export { type PhotoOptions, savePhoto } from './photo.js';
export { openSource } from './source/open.js';
export type { FrameSource, OpenOptions, Sampling, SourceInfo } from './source/types.js';
export type { LoadedPicture } from './stills/frame.js';
export { isPictureName, type ListedPicture, listPictures, naturalOrder } from './stills/list.js';
export { loadPicture } from './stills/picture.js';
export { cutAndResize } from './stills/resize.js';
export { FFMPEG_HINT, findTools, type ToolFound, type Tools } from './tools/find.js';
