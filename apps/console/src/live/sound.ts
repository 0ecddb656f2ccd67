const NOTES = [
  { frequency: 660, at: 0 },
  { frequency: 880, at: 0.11 },
] as const;
const NOTE_SECONDS = 0.22;
const LOUDNESS = 0.12;

/** A soft two-tone, once for each lesion. Browsers stay silent until the page was touched once; `unlock` does that. */
export class LesionSound {
  readonly #heard = new Set<number>();
  #context: AudioContext | null = null;

  /** Call from a click or a key press. */
  unlock(): void {
    this.#context ??= new AudioContext();
    if (this.#context.state === 'suspended') void this.#context.resume();
  }

  /** Sounds if one of the lesions is new. `volume` 0..1; at 0 it is silent. */
  firstSight(ids: readonly number[], volume: number): void {
    const fresh = ids.filter((id) => !this.#heard.has(id));
    for (const id of fresh) this.#heard.add(id);
    if (fresh.length > 0 && volume > 0) this.#play(volume);
  }

  /** A new examination: its lesions are all new. */
  reset(): void {
    this.#heard.clear();
  }

  #play(volume: number): void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    if (context.state !== 'running') return;
    for (const { frequency, at } of NOTES) {
      const start = context.currentTime + at;
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.type = 'sine';
      tone.frequency.value = frequency;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS * volume, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.001, start + NOTE_SECONDS);
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + NOTE_SECONDS);
    }
  }
}
