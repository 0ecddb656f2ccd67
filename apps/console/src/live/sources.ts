import type { SourceProblem } from '../state/state.js';

/** Why a picture source could not be opened; `problem` has a sentence for the person in the catalogues. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly problem: SourceProblem;

  constructor(problem: SourceProblem, detail = '') {
    super(detail);
    this.problem = problem;
  }
}

/** A source that plays in the video element. `close` stops it and gives the device back. */
export interface OpenSource {
  readonly kind: 'device' | 'file' | 'demo';
  readonly label: string;
  /** Device id, for finding it again when its cable was pulled; null for files. */
  readonly deviceId: string | null;
  readonly stream: MediaStream | null;
  close(): void;
}

export const DEMO_PATH = '/api/demo/phantom.mp4';

const DEVICE_PROBLEMS: Readonly<Record<string, SourceProblem>> = {
  NotAllowedError: 'permission-denied',
  SecurityError: 'permission-denied',
  NotFoundError: 'no-device',
  OverconstrainedError: 'no-device',
  NotReadableError: 'device-busy',
  AbortError: 'device-busy',
};

/**
 * Opens a capture device at its largest picture and fastest rate; `deviceId` null takes the browser's first.
 * @throws SourceError
 */
export async function openDevice(video: HTMLVideoElement, deviceId: string | null): Promise<OpenSource> {
  if (!navigator.mediaDevices) throw new SourceError('insecure-page');
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
        width: { ideal: 1920 },
        height: { ideal: 1080 },
        frameRate: { ideal: 60 },
      },
    });
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : '';
    throw new SourceError(DEVICE_PROBLEMS[name] ?? 'failed', String(thrown));
  }
  const [track] = stream.getVideoTracks();
  const close = () => {
    for (const each of stream.getTracks()) each.stop();
    release(video);
  };
  video.removeAttribute('src');
  video.srcObject = stream;
  await play(video, close);
  return {
    kind: 'device',
    label: track?.label ?? '',
    deviceId: track?.getSettings().deviceId ?? deviceId,
    stream,
    close,
  };
}

/** Plays a file from this computer as if it were live. @throws SourceError */
export async function openFile(video: HTMLVideoElement, file: File): Promise<OpenSource> {
  const url = URL.createObjectURL(file);
  const close = () => {
    release(video);
    URL.revokeObjectURL(url);
  };
  video.srcObject = null;
  video.src = url;
  await play(video, close);
  return { kind: 'file', label: file.name, deviceId: null, stream: null, close };
}

/** Plays the station's demonstration clip. @throws SourceError */
export async function openDemo(video: HTMLVideoElement, label: string): Promise<OpenSource> {
  const answer = await fetch(DEMO_PATH, { method: 'HEAD' }).catch(() => null);
  if (!answer?.ok) throw new SourceError('demo-missing');
  const close = () => release(video);
  video.srcObject = null;
  video.src = DEMO_PATH;
  await play(video, close);
  return { kind: 'demo', label, deviceId: null, stream: null, close };
}

async function play(video: HTMLVideoElement, close: () => void): Promise<void> {
  try {
    await video.play();
  } catch (thrown) {
    close();
    const unplayable = thrown instanceof DOMException && thrown.name === 'NotSupportedError';
    throw new SourceError(unplayable ? 'unplayable-file' : 'failed', String(thrown));
  }
}

function release(video: HTMLVideoElement): void {
  video.pause();
  video.srcObject = null;
  video.removeAttribute('src');
  video.load();
}

export interface CaptureDevice {
  readonly id: string;
  /** Empty until the browser has been allowed to name it. */
  readonly label: string;
}

/** The capture devices that the browser knows; without permission it hides their names and ids. */
export async function listDevices(): Promise<CaptureDevice[]> {
  const all = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
  return (all ?? [])
    .filter((device) => device.kind === 'videoinput')
    .map((device) => ({ id: device.deviceId, label: device.label }));
}
