import { join } from 'node:path';
import { HaustraError, RoundIdSchema } from '@haustra/domain';

/** Where everything of learning lies in the station's data folder. */
export class LearningFolder {
  readonly root: string;
  readonly rounds: string;
  readonly corrections: string;

  constructor(readonly data: string) {
    this.root = join(data, 'learning');
    this.rounds = join(this.root, 'rounds');
    this.corrections = join(this.root, 'corrections.jsonl');
  }

  /** @throws HaustraError `not-found` for an id that cannot be one. */
  round(id: string): RoundFolder {
    if (!RoundIdSchema.safeParse(id).success) throw noRound(id);
    return new RoundFolder(join(this.rounds, id), id);
  }
}

/** The files of one round. */
export class RoundFolder {
  constructor(
    readonly path: string,
    readonly id: string,
  ) {}

  /** Where it stands (`Round`), rewritten whole at each change. */
  get state(): string {
    return join(this.path, 'round.json');
  }
  /** The process that works on it, and its last sign of life. */
  get worker(): string {
    return join(this.path, 'worker.json');
  }
  /** What a person asked of the running worker. */
  get control(): string {
    return join(this.path, 'control.json');
  }
  /** What the worker could not say anywhere else. */
  get log(): string {
    return join(this.path, 'worker.log');
  }
  /** While gathering: every frame looked at, in order; it only grows. */
  get looked(): string {
    return join(this.path, 'looked.jsonl');
  }
  /** After gathering: every frame looked at, and what became of it (`GatheredFrame`). */
  get frames(): string {
    return join(this.path, 'frames.jsonl');
  }
  /** Kept frames: fingerprint, descriptor and size. */
  get kept(): string {
    return join(this.path, 'kept.jsonl');
  }
  get pictures(): string {
    return join(this.path, 'frames');
  }
  picture(n: number): string {
    return join(this.pictures, `${n}.jpg`);
  }
  get index(): string {
    return join(this.path, 'index.csv');
  }
  get sheet(): string {
    return join(this.path, 'contact.html');
  }
  /** Small pictures of some of the dropped frames, to show why. */
  get dropped(): string {
    return join(this.path, 'dropped');
  }
  /** The training's own folder. */
  get run(): string {
    return join(this.path, 'run');
  }
  get finalWeights(): string {
    return join(this.run, 'final.pt');
  }
  /** The released candidate. */
  get candidate(): string {
    return join(this.path, 'candidate');
  }
  get evaluation(): string {
    return join(this.path, 'evaluation');
  }
  get gate(): string {
    return join(this.path, 'gate.json');
  }
  get shadow(): string {
    return join(this.path, 'shadow.jsonl');
  }
  /** Examinations over which the models could not be run. */
  get shadowSkipped(): string {
    return join(this.path, 'shadow-skipped.jsonl');
  }
}

export const noRound = (id: string): HaustraError =>
  new HaustraError({
    code: 'not-found',
    message: 'there is no such round',
    where: id.slice(0, 80),
    hint: 'haustra learn list shows those that exist.',
  });
