import type { LiveLesion, ServerMessage } from '@haustra/domain';
import { packFrame } from '@haustra/domain';
import { now } from './clock.js';
import { ExamDesk } from './exam-desk.js';
import { FieldWatch } from './field-watch.js';
import { type LinkState, type Socket, StationLink } from './link.js';
import { Meter } from './meter.js';
import { Painter } from './painter.js';
import { type Held, type PaintRule, PairingQueue } from './pairing.js';
import { PlaceStills } from './place-stills.js';
import type { DisplayMode, FromWorker, Snapshot, ToWorker, View } from './protocol.js';
import { Sampler } from './sampler.js';
import { type FrameImage, frameJpeg, lesionStill, sizeOf } from './stills.js';
import { LesionStrip } from './strip.js';

type Result = Extract<ServerMessage, { type: 'result' }>;
type Init = Extract<ToWorker, { type: 'init' }>;

/**
 * A result that is late is not painted. Paired, the picture would jump back each time that a result is in time again, so
 * it must be so for a while first; outlines over the live picture make nothing jump.
 */
const RULES: Record<DisplayMode, PaintRule> = {
  paired: { lateMs: 250, steadyAfter: 5 },
  immediate: { lateMs: 120, steadyAfter: 1 },
};
/** With nothing painted for this long the canvas is cleared and the live video shows. */
const STALE_MS: Record<DisplayMode, number> = { paired: 250, immediate: 120 };
const REPORT_EVERY_MS = 200;
const ASK_AGAIN_MS = 2000;

/**
 * The analysis road of the page: owns the overlay canvas and the socket to the station. Frames come in from the page,
 * their field goes to the station, and each frame is painted with its own result. Nothing here touches the video.
 */
export class LiveWorker {
  readonly #post: (message: FromWorker) => void;
  readonly #queue = new PairingQueue<FrameImage>({ inFlight: 2, expireMs: 1000 });
  readonly #field = new FieldWatch();
  readonly #meter = new Meter();
  readonly #strip = new LesionStrip();
  readonly #places = new PlaceStills();
  readonly #painter: Painter;
  readonly #link: StationLink;
  readonly #desk: ExamDesk;
  readonly #afterCommit = new MessageChannel();
  #mode: DisplayMode;
  /** The way to the lumen is drawn. */
  #lumen: boolean;
  #sampler: Sampler | null = null;
  #paintedLesions: readonly LiveLesion[] = [];
  #stale: ReturnType<typeof setTimeout> | undefined;
  #stripChanged = false;
  #view: View = {
    organ: null,
    phase: null,
    lesionsOff: null,
    standing: null,
    usable: 0,
    lastResultAt: null,
    lastPaintAt: null,
    behindMs: null,
  };

  constructor(init: Init, post: (message: FromWorker) => void) {
    this.#post = post;
    this.#mode = init.mode;
    this.#lumen = init.lumen;
    this.#painter = new Painter(init.canvas, init.viewport, init.words);
    this.#desk = new ExamDesk({
      send: (message) => this.#link.send(message),
      onResumeRefused: () => {
        this.#strip.clear();
        this.#stripChanged = true;
        post({ type: 'resume-refused' });
      },
      later: (again) => setTimeout(again, ASK_AGAIN_MS),
    });
    this.#link = new StationLink({
      url: init.url,
      // The DOM types handlers with `this` and an event; the link asks for less.
      createSocket: (url) => new WebSocket(url) as unknown as Socket,
      onState: (state) => this.#onLink(state),
      onMessage: (message) => this.#onStation(message),
      now,
    });
    this.#afterCommit.port1.onmessage = ({
      data,
    }: MessageEvent<{ capturedAt: number; resultAt: number }>) => {
      const at = now();
      this.#meter.committed(at - data.capturedAt, at - data.resultAt);
    };
    setInterval(() => this.#report(), REPORT_EVERY_MS);
  }

  handle(message: Exclude<ToWorker, { type: 'init' }>): void {
    switch (message.type) {
      case 'frame':
        this.#post({ type: 'taken' });
        this.#onFrame(message, message.missed);
        return;
      case 'start':
        if (message.resume === null) this.#strip.clear();
        this.#places.clear();
        this.#stripChanged = true;
        this.#desk.start(message);
        return;
      case 'end':
        this.#desk.end();
        return;
      case 'operating-point':
        this.#desk.operatingPoint(message.to);
        return;
      case 'pause-clock':
      case 'judge-caecum':
      case 'mute-prompts':
      case 'overrule-bbps':
      case 'correct-place':
      case 'place-photo':
      case 'drop-photo':
      case 'ask-guidance':
      case 'training-mode':
        this.#link.send(message);
        return;
      case 'display':
        this.#mode = message.mode;
        this.#painter.words = message.words;
        this.#lumen = message.lumen;
        this.#clear();
        return;
      case 'viewport':
        this.#painter.viewport = message.viewport;
        return;
      case 'snapshot':
        void this.#snapshot(message);
        return;
      case 'source-closed':
        this.#field.reset();
        this.#drop();
    }
  }

  #onFrame(frame: Held<FrameImage>, missed: number): void {
    const at = now();
    this.#meter.captured(at, missed);
    this.#field.watch(frame.picture, sizeOf(frame.picture), at);
    if (!this.#desk.running || !this.#sampler) {
      frame.picture.close();
      return;
    }
    this.#queue.offer(frame);
    this.#send();
  }

  #send(): void {
    const sampler = this.#sampler;
    const frame = sampler && this.#desk.running ? this.#queue.take(now()) : null;
    if (!sampler || !frame) return;
    const field = this.#field.field;
    const data = sampler.sample(frame.picture, sizeOf(frame.picture), field);
    const packed = packFrame({
      frameId: frame.id,
      captureMs: frame.capturedAt,
      width: sampler.width,
      height: sampler.height,
      field,
      channels: 4,
      pixels: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    });
    if (this.#link.sendFrame(packed)) this.#meter.sent(now() - frame.capturedAt);
    else this.#queue.forget(frame.id);
  }

  #onStation(message: ServerMessage): void {
    this.#desk.hear(message);
    switch (message.type) {
      case 'result':
        this.#onResult(message);
        this.#send();
        return;
      case 'dropped':
        this.#meter.droppedByStation++;
        this.#queue.forget(message.frameId);
        this.#send();
        return;
      case 'pong':
        return;
      case 'hello':
        if (this.#sampler?.width !== message.input.width || this.#sampler.height !== message.input.height)
          this.#sampler = new Sampler(message.input.width, message.input.height);
        this.#post({ type: 'hello', hello: message });
        return;
      case 'state':
        if (message.state === 'off') this.#drop();
        this.#post({ type: 'station', message });
        return;
      case 'ended':
        this.#drop();
        this.#post({ type: 'station', message });
        return;
      case 'event':
        if (this.#strip.learn(message.entry)) this.#stripChanged = true;
        this.#post({ type: 'station', message });
        return;
      default:
        this.#post({ type: 'station', message });
    }
  }

  #onResult(result: Result): void {
    const at = now();
    this.#meter.result(at, result);
    this.#view = {
      ...this.#view,
      organ: result.organ,
      phase: result.phase,
      lesionsOff: result.lesionsOff,
      standing: result.standing ?? null,
      usable: result.usable,
      lastResultAt: at,
    };
    if (result.firstSight.length > 0) this.#post({ type: 'first-sight', ids: result.firstSight });
    const { paint, held } = this.#queue.settle(result.frameId, at, RULES[this.#mode]);
    if (paint) this.#paint(held, result, at);
    for (const id of this.#strip.update(result.lesions, at, held !== null)) {
      const lesion = result.lesions.find((shown) => shown.id === id);
      if (lesion && held) void this.#still(held.picture, lesion);
    }
    this.#stripChanged = true;
    if (result.photo) this.#placeStills(result.photo, held);
    // A still has been drawn by now; only the painted frame stays.
    if (!paint) held?.picture.close();
  }

  #paint(held: Held<FrameImage>, result: Result, at: number): void {
    const { picture } = held;
    // The page stamps each VideoFrame with its id, so the pixels themselves say which frame they are.
    const tag = picture instanceof VideoFrame ? picture.timestamp : held.id;
    if (tag !== result.frameId) {
      this.#meter.wrongFrame++;
      this.#clear();
      return;
    }
    const lumen = this.#lumen ? (result.standing?.lumen ?? null) : null;
    const { field } = this.#field;
    this.#painter.paint(this.#mode === 'paired' ? picture : null, sizeOf(picture), result.lesions, {
      lumen,
      field,
    });
    this.#paintedLesions = result.lesions;
    this.#meter.painted(at, held.id);
    this.#view = { ...this.#view, lastPaintAt: at, behindMs: at - held.capturedAt };
    // The canvas is handed to the compositor after the animation frame; the message arrives after that.
    const times = { capturedAt: held.capturedAt, resultAt: at };
    requestAnimationFrame(() => this.#afterCommit.port2.postMessage(times));
    clearTimeout(this.#stale);
    const wait = this.#mode === 'paired' ? STALE_MS.paired : STALE_MS.immediate - (at - held.capturedAt);
    this.#stale = setTimeout(() => {
      this.#queue.interrupt();
      this.#clear();
    }, wait);
  }

  async #still(picture: FrameImage, lesion: LiveLesion): Promise<void> {
    const still = await lesionStill(picture, lesion, this.#painter.words);
    this.#post({ type: 'still', lesionId: lesion.id, ...still });
  }

  #placeStills({ hold, take }: NonNullable<Result['photo']>, held: Held<FrameImage> | null): void {
    if (held) this.#places.hold(hold, held);
    for (const place of take) {
      void this.#places.take(place).then((still) => {
        if (still) this.#post({ type: 'place-still', still });
      });
    }
  }

  async #snapshot(ask: Extract<ToWorker, { type: 'snapshot' }>): Promise<void> {
    const painted = this.#queue.painted;
    const fallback = ask.picture ? { id: ask.id, capturedAt: ask.capturedAt, picture: ask.picture } : null;
    const source = painted ?? fallback;
    let snapshot: Snapshot | null = null;
    if (source) {
      const lesions = source === painted ? this.#paintedLesions : [];
      const clean = frameJpeg(source.picture, []);
      const marked = frameJpeg(source.picture, lesions, this.#painter.words);
      const [only, another] = lesions;
      snapshot = {
        clean: await clean,
        marked: await marked,
        frameId: source.id,
        capturedAt: source.capturedAt,
        lesionId: only && !another ? only.id : null,
      };
    }
    ask.picture?.close();
    this.#post({ type: 'snapshot', request: ask.request, snapshot });
  }

  #onLink(state: LinkState): void {
    if (state === 'lost' || state === 'displaced') {
      this.#desk.lost();
      this.#drop();
    }
    this.#post({ type: 'link', state });
  }

  /** Closes every held frame and clears the canvas. */
  #drop(): void {
    this.#queue.clear();
    this.#clear();
    this.#strip.hideAll();
    this.#stripChanged = true;
  }

  #clear(): void {
    clearTimeout(this.#stale);
    this.#painter.clear();
    this.#paintedLesions = [];
    this.#queue.releasePainted();
    this.#meter.cleared();
    this.#view = { ...this.#view, behindMs: null };
  }

  #report(): void {
    this.#send();
    if (this.#stripChanged) this.#post({ type: 'lesions', lesions: this.#strip.list() });
    this.#stripChanged = false;
    this.#post({ type: 'view', view: this.#view });
    this.#post({
      type: 'counters',
      counters: this.#meter.read(now(), this.#queue.counts, this.#field.field),
    });
  }
}
