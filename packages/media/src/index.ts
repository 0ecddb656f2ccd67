/** Pictures in: files, folders, streams, capture devices, DICOM. Annotated video and photos out. */
export * from './field/index.js';
export type { FrameSource, OpenOptions, SourceInfo } from './source/types.js';
export { FFMPEG_HINT, findTools, type ToolFound, type Tools } from './tools/find.js';
