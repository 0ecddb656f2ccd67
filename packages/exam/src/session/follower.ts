import {
  type Evidence,
  type OrganLatch,
  organLatch,
  organStep,
  type PhaseState,
  phaseMachine,
  phaseSaid,
  phaseStep,
} from '@haustra/clinical';
import type { CaecumWord, EventBody, FrameFindings, FrameSigns, Organ, Phase } from '@haustra/domain';
import { organPrompt } from './organ-prompt.js';
import type { Restored } from './restore.js';

/** Follows organ, phase and caecum from picture to picture, and says what changed. */
export class Follower {
  #organ: OrganLatch;
  #phase: PhaseState;

  constructor(state: Pick<Restored, 'organ' | 'phase' | 'caecum' | 'word' | 'left' | 'turned'>) {
    this.#organ = organLatch(state.organ);
    this.#phase = phaseMachine(state.phase, state.caecum, state);
  }

  get organ(): Organ | null {
    return this.#organ.organ;
  }

  get phase(): Phase | null {
    return this.#phase.phase;
  }

  get caecumReached(): boolean {
    return this.#phase.caecum !== null;
  }

  /** It holds by the doctor's word alone: the machine did not see it. */
  get caecumByDoctor(): boolean {
    return this.caecumReached && this.#phase.landmark.machine === null;
  }

  /** Organ, landmark and phase after one more picture. */
  picture(evidence: Evidence): EventBody[] {
    const { organ, phase } = this;
    const { machine: seen } = this.#phase.landmark;
    this.#organ = organStep(this.#organ, evidence);
    this.#phase = phaseStep(this.#phase, evidence, this.organ);
    const { machine } = this.#phase.landmark;
    const events: EventBody[] = [];
    if (this.organ !== null && this.organ !== organ) {
      events.push({ type: 'organ-changed', from: organ, to: this.organ }, ...organPrompt(organ, this.organ));
    }
    if (seen === null && machine) {
      events.push({ type: 'landmark-seen', name: 'caecum', score: machine.score });
    }
    return [...events, ...this.#changed(phase)];
  }

  /** The doctor's word on the caecum; nothing where it is said already. */
  judge(word: CaecumWord): EventBody[] {
    if (word === (this.#phase.landmark.word ?? 'taken-back')) return [];
    const { phase } = this;
    this.#phase = phaseSaid(this.#phase, word);
    return [{ type: 'caecum-judged', word }, ...this.#changed(phase)];
  }

  #changed(from: Phase | null): EventBody[] {
    return this.phase === null || this.phase === from
      ? []
      : [{ type: 'phase-changed', from, to: this.phase }];
  }
}

/** One picture's findings and signs, as the rules of medicine read them. */
export function evidenceOf(findings: FrameFindings, signs: FrameSigns): Evidence {
  const { timeMs, organ, usable, caecum, cleanliness } = findings;
  return { timeMs, organ, usable, caecum, cleanliness, ...signs };
}
