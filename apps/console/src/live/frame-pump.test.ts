import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FramePump, type PumpedFrame } from './frame-pump.js';

type Callback = (now: number, metadata: VideoFrameCallbackMetadata) => void;

class FakeVideo {
  callback: Callback | null = null;
  requestVideoFrameCallback(callback: Callback): number {
    this.callback = callback;
    return 1;
  }
  cancelVideoFrameCallback(): void {
    this.callback = null;
  }
  present(presentedFrames: number, now: number, captureTime?: number): void {
    const metadata = { presentedFrames, ...(captureTime === undefined ? {} : { captureTime }) };
    this.callback?.(now, metadata as VideoFrameCallbackMetadata);
  }
}

beforeEach(() => {
  vi.stubGlobal(
    'VideoFrame',
    class {
      readonly timestamp: number;
      constructor(_video: unknown, { timestamp }: { timestamp: number }) {
        this.timestamp = timestamp;
      }
    },
  );
});

function rig() {
  const video = new FakeVideo();
  const frames: PumpedFrame[] = [];
  const pump = new FramePump(video as unknown as HTMLVideoElement, (frame) => frames.push(frame));
  pump.start();
  return { video, frames, pump };
}

describe('FramePump', () => {
  it('numbers frames as they are presented and counts those it missed', () => {
    const { video, frames, pump } = rig();
    for (const presented of [4, 5, 8]) {
      video.present(presented, presented * 40);
      pump.taken();
    }
    expect(frames.map((frame) => frame.id)).toEqual([1, 2, 5]);
    expect(frames.map((frame) => frame.missed)).toEqual([0, 0, 2]);
  });

  it('stamps the id on the picture', () => {
    const { video, frames } = rig();
    video.present(1, 0);
    expect((frames[0]!.picture as VideoFrame).timestamp).toBe(frames[0]!.id);
  });

  it('skips frames while the receiver does not keep pace', () => {
    const { video, frames, pump } = rig();
    for (let presented = 1; presented <= 5; presented++) video.present(presented, presented * 40);
    expect(frames).toHaveLength(2);
    pump.taken();
    video.present(6, 240);
    expect(frames.at(-1)).toMatchObject({ id: 6, missed: 3 });
  });

  it('never gives an id twice, also over sources', () => {
    const { video, frames, pump } = rig();
    video.present(1, 0);
    pump.taken();
    pump.start();
    video.present(1, 40);
    expect(frames.map((frame) => frame.id)).toEqual([1, 2]);
  });

  it('takes the time of capture where there is a believable one', () => {
    const { video, frames, pump } = rig();
    const times: [number, number | undefined][] = [
      [100, 80],
      [200, undefined],
      [5000, 100],
      [6000, 7000],
    ];
    times.forEach(([now, capture], i) => {
      video.present(i + 1, now, capture);
      pump.taken();
    });
    expect(frames.map((frame) => Math.round(frame.capturedAt - performance.timeOrigin))).toEqual([
      80, 200, 5000, 6000,
    ]);
  });
});
