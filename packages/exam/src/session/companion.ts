import {
  alarmsOf,
  type BbpsReading,
  type ClockReading,
  type CoverageReading,
  clockBegins,
  clockReading,
  clockTo,
  coverageReading,
  deskStep,
  type Evidence,
  type KeptPhoto,
  type LiveClock,
  mutePrompts,
  type PromptDesk,
  promptDesk,
  type Reminders,
  remind,
  reminders,
  type SiteSettings,
  type WhereReading,
  whereReading,
} from '@haustra/clinical';
import {
  type AlarmKind,
  type EventBody,
  type JournalEntry,
  type Organ,
  type Phase,
  PROMPT_KINDS,
  type PromptKind,
  type PromptMute,
} from '@haustra/domain';
import { lastSaid } from '../journal/last-said.js';
import { type Course, caecumPictured, course, courseBbps, courseStep } from './course.js';
import { clockEntry, clockOf } from './exam-clock.js';

/** How the examination stands with a picture. */
export interface Standing {
  readonly phase: Phase | null;
  readonly organ: Organ | null;
  readonly caecumReached: boolean;
  readonly paused: boolean;
}

/**
 * What goes along with an examination: clocks, whereabouts, cleanliness, reminders. Knows only the entries of the journal
 * and the pictures, so that it can be taken up from the journal after a crash.
 */
export class Companion {
  #settings: SiteSettings;
  #clock: LiveClock;
  /** There was a picture. */
  #begun: boolean;
  #course: Course;
  #reminders: Reminders;
  #desk: PromptDesk;
  #told: Told;
  #alarms: readonly AlarmKind[] = [];

  constructor(entries: readonly JournalEntry[], settings: SiteSettings) {
    this.#settings = guided(settings, entries);
    const { clock, begun } = clockOf(entries);
    this.#clock = clock;
    this.#begun = begun;
    this.#course = entries.reduce(courseStep, course());
    this.#told = toldBy(this.#course);
    const said = entries.flatMap(({ event, atMs }) =>
      event.type === 'prompt-raised' && isKind(event.kind) ? [{ kind: event.kind, atMs }] : [],
    );
    const raised: Partial<Record<PromptKind, number>> = {};
    for (const { kind } of said) raised[kind] = (raised[kind] ?? 0) + 1;
    this.#reminders = reminders(raised);
    this.#desk = promptDesk(lastSaid(entries, 'prompts-muted')?.muted ?? settings.prompts.muted, said);
  }

  get clock(): ClockReading {
    return clockReading(this.#clock);
  }

  get where(): WhereReading {
    return this.#told.where;
  }

  get cleanliness(): BbpsReading {
    return this.#told.cleanliness;
  }

  get coverage(): CoverageReading | null {
    return this.#told.coverage;
  }

  get photos(): readonly KeptPhoto[] {
    return this.#course.photos;
  }

  /** From which speed drawn back a withdrawal is fast, by the site. */
  get paceLimit(): number {
    return this.#settings.speed.tooFastAbove;
  }

  get guidance(): boolean {
    return this.#settings.guidance.coverage;
  }

  /** What is shown now. */
  get alarms(): readonly AlarmKind[] {
    return this.#alarms;
  }

  get muted(): PromptMute {
    return this.#desk.muted;
  }

  /** Takes in what was written to the journal. */
  take(entries: readonly JournalEntry[]): void {
    this.#settings = guided(this.#settings, entries);
    const before = this.#course;
    for (const entry of entries) {
      this.#clock = clockEntry(this.#clock, entry);
      this.#course = courseStep(this.#course, entry);
      if (entry.event.type === 'prompts-muted') this.#desk = mutePrompts(this.#desk, entry.event.muted);
    }
    if (this.#course !== before) this.#told = toldBy(this.#course);
  }

  /** Time goes on to a picture. To be called before what the picture changed is taken in. */
  goOn(timeMs: number): void {
    this.#clock = this.#begun ? clockTo(this.#clock, timeMs) : clockBegins(this.#clock, timeMs);
    this.#begun = true;
  }

  /** The alarms that this picture begins or ends, and what is to be said with it, if anything. */
  prompts(evidence: Evidence, standing: Standing): EventBody[] {
    const { where, coverage, caecumPictured } = this.#told;
    const { clock } = this;
    const now = { ...standing, evidence, clock, coverage, segment: where.segment, caecumPictured };
    const { state, asks } = remind(this.#reminders, now, this.#settings);
    this.#reminders = state;
    const { desk, say } = deskStep(this.#desk, asks, evidence.timeMs, this.#settings.prompts);
    this.#desk = desk;
    const changes = this.#alarm(standing.paused ? [] : alarmsOf(state));
    if (say === null) return changes;
    const { kind, severity, text, rule } = say;
    return [...changes, { type: 'prompt-raised', kind, severity, text, rule }];
  }

  #alarm(now: readonly AlarmKind[]): EventBody[] {
    const before = this.#alarms;
    this.#alarms = now;
    const ended = before.filter((kind) => !now.includes(kind));
    const begun = now.filter((kind) => !before.includes(kind));
    return [...ended, ...begun].map((kind) => ({ type: 'alarm', kind, on: begun.includes(kind) }));
  }
}

/** What the course tells. It changes about once a second, and is read with every picture. */
interface Told {
  readonly where: WhereReading;
  readonly cleanliness: BbpsReading;
  readonly coverage: CoverageReading | null;
  readonly caecumPictured: boolean;
}

const toldBy = (course: Course): Told => ({
  where: whereReading(course.where),
  cleanliness: courseBbps(course),
  coverage: coverageReading(course.wall),
  caecumPictured: caecumPictured(course),
});

/** The settings with what was last said of guidance in these entries; the same where nothing was. */
function guided(settings: SiteSettings, entries: readonly JournalEntry[]): SiteSettings {
  const asked = lastSaid(entries, 'guidance-asked');
  if (asked === null) return settings;
  return { ...settings, guidance: { ...settings.guidance, coverage: asked.wanted } };
}

const isKind = (kind: string): kind is PromptKind => PROMPT_KINDS.some((known) => known === kind);
