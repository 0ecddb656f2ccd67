import { Ledger } from './checks.js';
import { Random } from './random.js';
import { StoryRun } from './run-story.js';
import { makeStory, type Story } from './story.js';

/** One stream in so many is run twice, and the two are compared. */
const AGAIN = 50;

/**
 * Runs made-up evidence streams, numbers `from` up to but not including `to`, and checks every rule at every step. The
 * seed and the number of a stream give the stream, so that a broken one can be run alone.
 */
export function fuzzStreams(seed: number, from: number, to: number, ledger = new Ledger()): Ledger {
  for (let stream = from; stream < to; stream++) {
    const story = streamOf(seed, stream);
    const { trace } = new StoryRun(story, ledger).run();
    if (stream % AGAIN === 0) {
      const again = new StoryRun(streamOf(seed, stream), new Ledger()).run();
      ledger.check('same again', again.trace.join() === trace.join(), () => `stream ${stream}`);
    }
  }
  return ledger;
}

const streamOf = (seed: number, stream: number): Story =>
  makeStory(new Random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)));
