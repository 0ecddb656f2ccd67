import type { AnalysisFrame, FrameFindings, FrameSigns } from '@haustra/domain';
import { type Scene, type SceneMemory, watchScene } from './watch.js';

/** `watchScene` for one source, frame after frame, with its memory. Runs beside the model, which works in a process of its own. */
export class SceneWatch {
  #memory: SceneMemory | null = null;

  /** Takes in the next frame, in order of time; the frame is only read. */
  see(frame: AnalysisFrame): Scene {
    const { scene, memory } = watchScene(this.#memory, frame);
    this.#memory = memory;
    return scene;
  }
}

/** What an examination is told beside the findings of a frame: what its model and its scene give; the rest stays unknown. */
export const signsOf = (findings: FrameFindings, scene: Scene | null): FrameSigns => ({
  ...findings.signs,
  ...(scene === null ? {} : ofScene(scene)),
});

const ofScene = ({ pace, slip, motion, wall, clarity, lumen }: Scene): FrameSigns => ({
  approach: pace,
  slip,
  sharpness: clarity.sharpness,
  lumen: lumen?.at ?? null,
  ...(wall === null ? {} : { wall: { ...wall, roll: motion?.roll ?? null } }),
});
