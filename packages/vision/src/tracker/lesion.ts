import type { ModelManifest, Ms, Rect } from '@haustra/domain';
import { Appearance } from './appearance.js';
import { Evidence } from './evidence.js';
import type { LesionSummary } from './types.js';

/** One lesion as it is remembered, on screen or not. */
export class Lesion {
  /** Null until it is shown for the first time. */
  id: number | null = null;
  firstMs: Ms;
  lastFoundMs: Ms;
  lastBox: Rect;
  appearance = new Appearance();
  evidence: Evidence;

  constructor(timeMs: Ms, box: Rect) {
    this.firstMs = timeMs;
    this.lastFoundMs = timeMs;
    this.lastBox = box;
    this.evidence = new Evidence(timeMs, box);
  }

  /** The same lesion was seen before: takes over its number and all that was known of it. */
  continue(before: Lesion): void {
    this.id = before.id;
    this.firstMs = before.firstMs;
    this.evidence.join(before.evidence);
    this.appearance.remember(before.appearance);
  }

  /** What is known of it; null while it has no number. */
  summary(thresholds: ModelManifest['typeCall']): LesionSummary | null {
    if (this.id === null) return null;
    return {
      lesionId: this.id,
      firstMs: this.firstMs,
      lastMs: this.lastFoundMs,
      frames: this.evidence.frames,
      bestFrameMs: this.evidence.bestMs,
      bestScore: this.evidence.bestScore,
      box: this.evidence.bestBox,
      neoplastic: this.evidence.neoplastic,
      call: this.evidence.call(thresholds),
      size: this.evidence.size,
    };
  }

  /** A lesion from its summary; how it looks is not in a summary and stays unknown. */
  static from(summary: LesionSummary): Lesion {
    const lesion = new Lesion(summary.firstMs, summary.box);
    lesion.id = summary.lesionId;
    lesion.lastFoundMs = summary.lastMs;
    lesion.evidence = Evidence.from(summary);
    return lesion;
  }
}
