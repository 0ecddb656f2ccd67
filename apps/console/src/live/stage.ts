/**
 * The picture: a plain video element, and above it the overlay canvas that the worker owns. They are made once and
 * outlive every rendering of the page around them, so that no change of the page can disturb the picture.
 */
export interface Stage {
  readonly element: HTMLDivElement;
  readonly video: HTMLVideoElement;
  /** Hands the canvas to its worker; works once. */
  takeCanvas(): OffscreenCanvas;
}

export function createStage(): Stage {
  const element = document.createElement('div');
  element.className = 'stage-layers';
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.disablePictureInPicture = true;
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  element.append(video, canvas);
  return { element, video, takeCanvas: () => canvas.transferControlToOffscreen() };
}

/** Size of the stage in device pixels, told at each change. */
export function watchSize(
  element: HTMLElement,
  tell: (size: { width: number; height: number }) => void,
): void {
  new ResizeObserver(([entry]) => {
    const box = entry?.contentRect;
    if (box && box.width > 0)
      tell({ width: box.width * devicePixelRatio, height: box.height * devicePixelRatio });
  }).observe(element);
}
