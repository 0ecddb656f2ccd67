import type { CaecumWord, Phase } from '@haustra/domain';
import { caecumHeld } from '../caecum.js';
import type { Evidence } from '../evidence.js';
import {
  type ClockReading,
  clockBlind,
  clockCaecumSaid,
  clockCaecumSeen,
  clockPaused,
  clockPhase,
  clockReading,
  clockTo,
  type LiveClock,
  liveClock,
} from '../live-clock.js';
import { phaseMachine, phaseSaid, phaseStep } from '../phase-machine.js';
import { deskStep, mutePrompts, promptDesk } from '../prompt-desk.js';
import { remind, reminders } from '../reminders.js';
import { SpanBook } from '../testing/span-book.js';
import type { Ledger } from './checks.js';
import { PhaseChecks } from './phase-checks.js';
import { PromptChecks } from './prompt-checks.js';
import type { Happening, Story } from './story.js';

/** Runs one story through phase machine, clocks, reminders and prompt desk, as an examination does, and checks each step. */
export class StoryRun {
  readonly #story: Story;
  readonly #ledger: Ledger;
  readonly #phases: PhaseChecks;
  readonly #prompts: PromptChecks;
  readonly #book: SpanBook;
  readonly #startMs: number;
  #machine = phaseMachine();
  #clock: LiveClock;
  #reminders = reminders();
  #desk;
  #nowMs: number;
  #reading: ClockReading;
  /** Phases and prompts in the order in which they came. */
  readonly trace: string[] = [];

  constructor(story: Story, ledger: Ledger) {
    this.#story = story;
    this.#ledger = ledger;
    this.#phases = new PhaseChecks(ledger);
    this.#prompts = new PromptChecks(ledger, story.settings.prompts);
    this.#desk = promptDesk(story.settings.prompts.muted);
    this.#startMs = startOf(story.happenings);
    this.#nowMs = this.#startMs;
    this.#book = new SpanBook(this.#startMs);
    this.#clock = clockTo(liveClock(), this.#startMs);
    this.#reading = clockReading(this.#clock);
  }

  run(): this {
    for (const happening of this.#story.happenings) this.#take(happening);
    this.#agrees();
    return this;
  }

  #take(happening: Happening): void {
    switch (happening.do) {
      case 'picture':
        this.#picture(happening.evidence);
        break;
      case 'mute':
        this.#desk = mutePrompts(this.#desk, happening.muted);
        break;
      case 'say':
        this.#goOn(happening.atMs);
        this.#say(happening.word);
        break;
      case 'pause':
        this.#goOn(happening.atMs);
        this.#book.pause(happening.on, this.#nowMs);
        this.#moved(clockPaused(this.#clock, happening.on, this.#nowMs), false);
        break;
      case 'stop':
        this.#goOn(happening.atMs);
        this.#book.stop(happening.on, this.#nowMs);
        this.#moved(clockBlind(this.#clock, happening.on, this.#nowMs), false);
    }
  }

  #goOn(atMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, atMs);
  }

  #picture(evidence: Evidence): void {
    this.#goOn(evidence.timeMs);
    const { phase: before, landmark, timeMs } = this.#machine;
    this.#machine = phaseStep(this.#machine, evidence, this.#story.organ);
    this.#phases.picture(before, this.#machine, evidence, timeMs);
    if (landmark.machine === null && this.#machine.landmark.machine !== null) {
      this.#book.seen(this.#nowMs);
      this.#clock = clockCaecumSeen(this.#clock, this.#nowMs);
      this.#ledger.meet('caecum seen');
    }
    this.#follow(before, false);
    const paused = this.#clock.paused;
    const { state, asks } = remind(
      this.#reminders,
      {
        evidence,
        phase: this.#machine.phase,
        organ: this.#story.organ,
        caecumReached: this.#machine.caecum !== null,
        caecumPictured: false,
        paused,
        clock: this.#reading,
      },
      this.#story.settings,
    );
    this.#reminders = state;
    const { desk, say } = deskStep(this.#desk, asks, evidence.timeMs, this.#story.settings.prompts);
    this.#prompts.step(this.#desk.muted, paused, asks, say, desk.nowMs);
    this.#desk = desk;
    if (say) this.trace.push(`${say.kind}:${say.episode}@${desk.nowMs}`);
  }

  #say(word: CaecumWord): void {
    const { phase } = this.#machine;
    this.#book.said(word, this.#nowMs);
    this.#machine = phaseSaid(this.#machine, word);
    this.#phases.said(word, phase, this.#machine);
    this.#moved(clockCaecumSaid(this.#clock, word, this.#nowMs), true);
    this.#follow(phase, true);
    this.#ledger.meet(`doctor: ${word}`);
  }

  #follow(before: Phase | null, byWord: boolean): void {
    const { phase } = this.#machine;
    if (phase === null || phase === before) {
      this.#moved(clockTo(this.#clock, this.#nowMs), byWord);
      return;
    }
    this.#book.phase(phase, this.#nowMs);
    this.#moved(clockPhase(this.#clock, phase, this.#nowMs), byWord);
    if (!byWord && phase === 'insertion' && before === 'withdrawal')
      this.#ledger.meet('turning back given up');
    this.trace.push(`${phase}@${this.#nowMs}`);
    this.#ledger.meet(`phase: ${phase}`);
  }

  /** The clock went on, or the doctor's word changed what it times. */
  #moved(after: LiveClock, byWord: boolean): void {
    const before = this.#clock;
    this.#clock = after;
    const was = this.#reading;
    const is = clockReading(after);
    this.#reading = is;
    const ledger = this.#ledger;
    const say = () => `${JSON.stringify(was)} then ${JSON.stringify(is)} at ${this.#nowMs}`;
    ledger.check('clock not negative', least(is) >= 0, say);
    ledger.check('effective within wall', (is.effectiveWithdrawalMs ?? 0) <= (is.withdrawalMs ?? 0), say);
    const counted = (is.insertionMs ?? 0) + (is.withdrawalMs ?? 0);
    const passed = this.#nowMs - this.#startMs;
    ledger.check('whole within time', Math.max(counted, is.inBodyMs) + is.pausedMs <= passed, say);
    const goesOn = after.phase === 'insertion' && caecumHeld(after.caecum) === null;
    if (!byWord) ledger.check('clock forwards', forwards(was, is, goesOn), say);
    if (before.paused) {
      // Time from before the pause may be settled in it; time of the pause never counts.
      ledger.check('nothing in a pause', is.inBodyMs - was.inBodyMs <= before.open.inBodyMs, say);
    }
  }

  #agrees(): void {
    const { inBodyMs: _, ...live } = this.#reading;
    const spans = this.#book.clocks(this.#nowMs);
    const same = Object.entries(live).every(([name, value]) => spans[name as keyof typeof spans] === value);
    this.#ledger.check('spans agree', same, () => `${JSON.stringify(live)} and ${JSON.stringify(spans)}`);
    if (caecumHeld(this.#clock.caecum) !== null) this.#ledger.meet('ended with a withdrawal clock');
  }
}

function forwards(was: ClockReading, is: ClockReading, goesOn: boolean): boolean {
  const givenUp = goesOn && is.withdrawalMs === null && is.effectiveWithdrawalMs === null;
  return (
    grown(was.insertionMs, is.insertionMs) &&
    (givenUp ||
      (grown(was.withdrawalMs, is.withdrawalMs) &&
        grown(was.effectiveWithdrawalMs, is.effectiveWithdrawalMs))) &&
    grown(was.pausedMs, is.pausedMs) &&
    grown(was.inBodyMs, is.inBodyMs)
  );
}

const grown = (was: number | null, is: number | null): boolean => was === null || (is !== null && is >= was);

/** Null is no number below zero. */
const least = (reading: ClockReading): number =>
  Math.min(
    reading.insertionMs ?? 0,
    reading.withdrawalMs ?? 0,
    reading.effectiveWithdrawalMs ?? 0,
    reading.pausedMs,
    reading.inBodyMs,
  );

function startOf(happenings: readonly Happening[]): number {
  const first = happenings.find((happening) => happening.do !== 'mute');
  if (first === undefined) return 0;
  return first.do === 'picture' ? first.evidence.timeMs : first.atMs;
}
