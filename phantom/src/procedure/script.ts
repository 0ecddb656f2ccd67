import type { Knot } from '../maths/curve.js';
import type { Random } from '../maths/random.js';
import type { Contact, Gaze } from '../scene/scenario.js';
import type { Happening, HappeningKind, Procedure, Stage, Tool, Wash } from './procedure.js';

/** The scope's side of a procedure. */
export type Played = Pick<
  Procedure,
  | 'durationS'
  | 'advance'
  | 'gazes'
  | 'contacts'
  | 'blur'
  | 'murk'
  | 'retroflexion'
  | 'stages'
  | 'washes'
  | 'tools'
  | 'narrowBand'
  | 'happenings'
>;

/** How long a passing value takes to come and to go, seconds. */
const RAMP_S = 0.4;

/**
 * Writes down what the scope does, one thing after another: a clock (seconds), the tip's place (mm), and everything
 * that happens on the way. `pace` stretches it: 2 makes everything that may take its time take twice as long.
 */
export class Script {
  t = 0;
  s = 6;
  /** The furthest that the tip has been, mm. */
  deepest = 0;

  private readonly advance: Knot[] = [];
  private readonly gazes: Gaze[] = [];
  private readonly contacts: Contact[] = [];
  private readonly blur: Knot[] = [[0, 0]];
  private readonly murk: Knot[] = [[0, 0]];
  private readonly retroflexion: Knot[] = [[0, 0]];
  private readonly stages: { stage: Stage; fromS: number }[] = [{ stage: 'outside', fromS: 0 }];
  private readonly washes: Wash[] = [];
  private readonly tools: Tool[] = [];
  private readonly narrowBand: { fromS: number; toS: number }[] = [];
  private readonly happenings: Happening[] = [];

  constructor(
    private readonly random: Random,
    private readonly pace: number,
  ) {}

  /** From here on the examination is in this stage. */
  stage(stage: Stage): void {
    this.stages.push({ stage, fromS: this.t });
  }

  /** Stay for some seconds. */
  wait(seconds: number): void {
    this.knot();
    this.t += seconds * this.pace;
    this.knot();
  }

  /** Go to an arc length at about `speed` mm/s, not quite evenly. */
  travel(to: number, speed: number): void {
    this.knot();
    while (Math.abs(to - this.s) > 1) {
      const leg = Math.min(Math.abs(to - this.s), this.random.range(25, 60));
      this.s += Math.sign(to - this.s) * leg;
      this.t += (leg / (speed * this.random.range(0.88, 1.12))) * this.pace;
      this.deepest = Math.max(this.deepest, this.s);
      this.knot();
    }
  }

  /** Go at a speed that `pace` does not touch: what is too fast stays too fast. */
  rush(to: number, speed: number, what: HappeningKind): void {
    const from = this.t;
    this.knot();
    this.t += Math.abs(to - this.s) / speed;
    this.s = to;
    this.deepest = Math.max(this.deepest, to);
    this.knot();
    this.note(what, from);
  }

  /** Turn towards a target from now on for some seconds, staying where the tip is. */
  look(seconds: number, target: Gaze['target'], weight = 0.75): void {
    const from = this.t;
    this.wait(seconds);
    this.gazes.push({ from: from + 0.1, to: this.t, weight, target });
  }

  /** Look aside for the time since `fromS`: towards the wall at `angle` and 20 mm ahead of the tip. */
  aside(fromS: number, angle: number): void {
    this.gazes.push({ from: fromS, to: this.t, weight: 0.65, target: { ahead: 20, angle } });
  }

  /** Touch the wall for `seconds`. */
  touch(seconds: number): void {
    const from = this.t;
    this.knot();
    this.t += seconds;
    this.knot();
    this.contacts.push({ from, to: this.t, angle: this.random.range(0, 2 * Math.PI) });
    this.note('wall-contact', from);
  }

  /** Look through a smeared lens, by `pixels` of blur, for `seconds` and on the next `mm`. */
  smear(seconds: number, pixels: number, mm: number): void {
    this.passing(this.blur, seconds, mm, pixels, 'blur');
  }

  /** Go through murky water for `seconds` and on the next `mm`. */
  dive(seconds: number, mm: number): void {
    this.passing(this.murk, seconds, mm, 1, 'murky-water');
  }

  /** Bend back in the rectum, look, and straighten. */
  retroflex(seconds: number): void {
    const from = this.t;
    this.retroflexion.push([from + 0.01, 0], [from + 1.6, 1]);
    this.wait((seconds + 3.2) / this.pace);
    this.retroflexion.push([this.t - 1.6, 1], [this.t, 0]);
    this.note('retroflexion', from);
  }

  /** Wash the wall between two arc lengths. */
  wash(seconds: number, from: number, to: number): void {
    const start = this.t;
    this.wait(seconds / this.pace);
    this.washes.push({ fromS: start, toS: this.t, from, to });
    this.note('wash', start);
  }

  /** Look at a lesion for some seconds, the last part of it in narrow-band light if asked. */
  inspect(seconds: number, lesion: string, narrowBand: boolean): void {
    const from = this.t;
    this.look(seconds, { lesion }, 0.8);
    this.note('polyp-inspected', from, lesion);
    if (!narrowBand) return;
    const dark = this.t;
    this.look(seconds, { lesion }, 0.85);
    this.narrowBand.push({ fromS: dark, toS: this.t });
    this.note('narrow-band', dark, lesion);
  }

  /** Bring an instrument to a lesion and take it away. */
  treat(seconds: number, lesion: string, kind: Tool['kind']): void {
    const from = this.t;
    this.look(seconds / this.pace, { lesion }, 0.88);
    this.tools.push({ kind, fromS: from + 0.8, toS: this.t - 0.4, lesion, removes: true });
    this.note('polyp-treated', from, lesion);
  }

  /** Tell that something lasted from `fromS` until now. */
  note(what: HappeningKind, fromS: number, lesion?: string): void {
    this.happenings.push({ what, fromS, toS: this.t, ...(lesion === undefined ? {} : { lesion }) });
  }

  /** Everything written so far. */
  played(): Played {
    return {
      durationS: this.t,
      advance: this.advance,
      gazes: this.gazes,
      contacts: this.contacts,
      blur: this.blur,
      murk: this.murk,
      retroflexion: this.retroflexion,
      stages: this.stages,
      washes: this.washes,
      tools: this.tools,
      narrowBand: this.narrowBand,
      happenings: this.happenings,
    };
  }

  private passing(curve: Knot[], seconds: number, mm: number, value: number, what: HappeningKind): void {
    const from = this.t;
    this.knot();
    this.t += seconds;
    this.s += mm;
    this.deepest = Math.max(this.deepest, this.s);
    this.knot();
    curve.push([from + 0.01, 0], [from + RAMP_S, value], [this.t - RAMP_S, value], [this.t, 0]);
    this.note(what, from);
  }

  private knot(): void {
    const last = this.advance.at(-1);
    if (last === undefined || this.t > last[0] + 1e-6) this.advance.push([this.t, this.s]);
  }
}
