import type { AnalysisFrame, FrameSigns } from '@haustra/domain';
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

/** What an examination is told of a scene. Nothing here sees instruments, residue or bubbles yet: they stay unknown. */
export const signsOf = ({ pace, slip }: Scene): FrameSigns => ({ approach: pace, slip });
