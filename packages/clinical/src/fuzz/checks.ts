/** What must hold for every stream; each is counted as often as it was looked at. */
export const CHECKS = {
  'one phase': 'one of the five phases, and never none once the first is known',
  'legal change':
    'a phase follows only one that it may follow; back to insertion only by the doctor’s word, or past the point of turning back where no caecum holds',
  'no flicker': 'a phase is not left and entered again within half a second',
  'withdrawal after caecum':
    'withdrawal only while the caecum holds as reached, or after the scope was drawn back by as much as the rule says',
  'treatment needs instrument': 'no treatment where no picture gave an instrument',
  'doctor wins': 'confirmed holds, refused does not, whatever the machine sees',
  'clock not negative': 'no clock below zero',
  'clock forwards':
    'no clock runs backwards but by the doctor’s word on the caecum; withdrawal without a caecum is not known any more when insertion goes on',
  'effective within wall': 'effective withdrawal is not longer than withdrawal',
  'whole within time': 'insertion, withdrawal and pauses together are not longer than the time that passed',
  'nothing in a pause': 'no clock counts time of a pause',
  'spans agree': 'the live clock reads what the clocks over spans give',
  'prompt has cause': 'what is said was asked for at that moment, is not muted, and not in a pause',
  'prompt once': 'each cause is said once; what is said once an examination, once',
  'prompt distance': 'distance between prompts, and within a kind, is kept',
  'prompt budget': 'no minute holds more prompts than the budget',
  'same again': 'the same stream gives the same phases and prompts',
} as const;
export type Check = keyof typeof CHECKS;

/** Counts looks and breaks. */
export class Ledger {
  readonly looks = none();
  readonly breaks = none();
  /** How often each thing was met, so that a fuzzer that meets nothing is seen. */
  readonly met = new Map<string, number>();
  /** The first breaks, in words. */
  readonly examples: string[] = [];

  check(name: Check, holds: boolean, example: () => string): void {
    this.looks[name] += 1;
    if (holds) return;
    this.breaks[name] += 1;
    if (this.examples.length < 10) this.examples.push(`${name}: ${example()}`);
  }

  meet(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }

  get broken(): number {
    return Object.values(this.breaks).reduce((sum, n) => sum + n, 0);
  }
}

const none = () => Object.fromEntries(Object.keys(CHECKS).map((name) => [name, 0])) as Record<Check, number>;
