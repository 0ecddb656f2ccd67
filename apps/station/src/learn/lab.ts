import type { Correction } from '@haustra/domain';
import { ModelRegistry } from '@haustra/learning';
import { CorrectionBook } from './corrections/book.js';
import { LearningFolder } from './folder.js';
import { RoundDesk } from './rounds/desk.js';
import { type Launch, launchWorker } from './rounds/launch.js';

/** Learning at a station: its rounds and what doctors say of their frames. */
export class Lab {
  readonly learning: LearningFolder;
  readonly desk: RoundDesk;
  readonly book: CorrectionBook;

  constructor(
    data: string,
    readonly registry = new ModelRegistry(data),
    launch: Launch = launchWorker,
  ) {
    this.learning = new LearningFolder(data);
    this.desk = new RoundDesk(this.learning, registry, launch);
    this.book = new CorrectionBook(this.learning);
  }

  /**
   * Takes down what a doctor says of frames, in the book and in the audit journal.
   * @throws HaustraError as `CorrectionBook.add`.
   */
  async correct(corrections: readonly Correction[]): Promise<void> {
    await this.book.add(corrections);
    for (const { by, round, frame } of corrections) {
      await this.registry.audit.append(by, [{ type: 'corrected', round, frame }]);
    }
  }
}
