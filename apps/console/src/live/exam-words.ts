import { type BbpsScore, CAECUM_PICTURE } from '@haustra/clinical';
import type { ColonPlace, ColonRegion } from '@haustra/domain';
import type { MessageKey } from '../messages/en.js';
import { freshProposal } from '../state/photo-pick.js';
import { type ConsoleState, examTime, type NoticeTone } from '../state/state.js';
import type { DoctorWord } from '../worker/protocol.js';

export interface ExamWordsOptions {
  readonly state: () => ConsoleState;
  readonly post: (word: DoctorWord) => void;
  readonly notify: (tone: NoticeTone, key: MessageKey) => void;
}

/** What the doctor says to the running examination; it wins over what the engine found. Without one nothing is said. */
export class ExamWords {
  readonly #options: ExamWordsOptions;

  constructor(options: ExamWordsOptions) {
    this.#options = options;
  }

  pauseClock(paused: boolean): void {
    this.#options.post({ type: 'pause-clock', paused });
  }

  /**
   * The doctor's word on the caecum, which wins over what the engine saw: reached, where it is not; otherwise not, or, where
   * it was the doctor's word alone, that word is taken back. A gastroscopy has none.
   */
  judgeCaecum(): void {
    const { view } = this.#options.state();
    if (!view?.standing || view.organ === 'upper') return;
    const { caecumReached, caecumByDoctor } = view.standing;
    const word = !caecumReached ? 'confirmed' : caecumByDoctor ? 'taken-back' : 'refused';
    this.#say({ type: 'judge-caecum', word });
  }

  /** No prompts from now on, or all again. */
  mutePrompts(muted: boolean): void {
    if (!this.#say({ type: 'mute-prompts', muted: muted ? 'all' : [] })) return;
    this.#options.notify('good', muted ? 'prompt.muted' : 'prompt.unmuted');
  }

  /** The doctor's score of a segment of the preparation; null gives the engine's back. */
  overruleBbps(segment: ColonRegion, score: BbpsScore | null): void {
    this.#say({ type: 'overrule-bbps', segment, score });
  }

  /** Where the scope is. */
  correctPlace(place: ColonPlace): void {
    this.#say({ type: 'correct-place', place });
  }

  /** What a photo shows; null: nobody says. */
  placePhoto(file: string, place: string | null): void {
    this.#say({ type: 'place-photo', file, place });
  }

  dropPhoto(file: string): void {
    if (this.#say({ type: 'drop-photo', file })) this.#options.notify('good', 'photos.dropped');
  }

  /** The engine's last picture shows what it says: the proposal is taken up. That of the caecum proves nothing as it is. */
  confirmPhoto(): void {
    const { photoBook, exam } = this.#options.state();
    const proposal = freshProposal(photoBook, examTime(exam, Date.now()) ?? 0);
    if (proposal && proposal.place !== CAECUM_PICTURE) this.placePhoto(proposal.file, proposal.place);
  }

  /** Drops the photo that was taken last. */
  undoPhoto(): void {
    const last = this.#options.state().photoBook.at(-1);
    if (last) this.dropPhoto(last.file);
  }

  /** Held for practice: a score sheet is made of it. */
  setTraining(on: boolean): void {
    this.#say({ type: 'training-mode', on });
  }

  /** Reminders for those who learn: second look, retroflexion. */
  askGuidance(wanted: boolean): void {
    this.#say({ type: 'ask-guidance', wanted });
  }

  #say(word: DoctorWord): boolean {
    if (this.#options.state().exam.status !== 'running') return false;
    this.#options.post(word);
    return true;
  }
}
