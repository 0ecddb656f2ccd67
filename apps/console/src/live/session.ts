import { ExamSchema, type OperatingPoint, PROMPT_KINDS } from '@haustra/domain';
import type { MessageKey } from '../messages/en.js';
import type { Language } from '../messages/i18n.js';
import { initialState, type NoticeTone } from '../state/state.js';
import type { DisplayMode, FromWorker, Snapshot } from '../worker/protocol.js';
import { ExamWords } from './exam-words.js';
import { FramePump } from './frame-pump.js';
import { PhotoDesk } from './photo-desk.js';
import { type Preferences, writePreferences } from './preferences.js';
import { RecordingDesk } from './recording-desk.js';
import { LesionSound } from './sound.js';
import { type OpenSource, openDemo, openDevice, openFile, SourceError } from './sources.js';
import { createStage, watchSize } from './stage.js';
import { StillUrls } from './still-urls.js';
import { Store } from './store.js';
import { PromptVoice } from './voice.js';
import { keepAwake } from './wake-lock.js';
import { wordsOf } from './words.js';
import { WorkerPort } from './worker-port.js';

const NOTICE_MS = { good: 5000, problem: 5000, advice: 8000 } as const;

/** Opens a source; kept so that a demonstration can be played again. */
type Opener = (video: HTMLVideoElement) => Promise<OpenSource>;

/** The live examination in this page: the picture, its analysis, photos, recording. The components only call it. */
export class LiveSession {
  readonly store: Store;
  readonly stage = createStage();
  readonly sound = new LesionSound();
  /** What the doctor says to the examination. */
  readonly words: ExamWords;
  readonly #voice = new PromptVoice();
  readonly #port: WorkerPort;
  readonly #pump: FramePump;
  readonly #photos: PhotoDesk;
  readonly #recording: RecordingDesk;
  readonly #stills = new StillUrls();
  #source: OpenSource | null = null;
  #opener: Opener | null = null;
  #resume: string | null = null;
  #operatingPoint: OperatingPoint | null;
  #frozen: Snapshot | null = null;
  #notices = 0;
  #language: Language;

  constructor(preferences: Preferences) {
    const { operatingPoint, mode, sound, volume, lumen, training, guidance, language } = preferences;
    this.#language = language;
    this.#operatingPoint = operatingPoint;
    const shown = { operatingPoint: operatingPoint ?? 'A', mode, sound, volume, lumen, training, guidance };
    this.store = new Store(initialState(shown));
    this.#port = new WorkerPort((message) => this.#onWorker(message));
    this.#pump = new FramePump(this.stage.video, (frame) => this.#port.post({ type: 'frame', ...frame }));
    this.words = new ExamWords({
      state: () => this.store.state,
      post: (word) => this.#port.post(word),
      notify: (tone, key) => this.notify(tone, key),
    });
    this.#photos = new PhotoDesk({
      examId: () => this.#running()?.examId ?? null,
      onCount: (stored, waiting) => this.store.dispatch({ type: 'photos', stored, waiting }),
      notify: (...notice) => this.notify(...notice),
    });
    this.#recording = new RecordingDesk({
      video: this.stage.video,
      running: () => this.#running(),
      onChange: (since) => this.store.dispatch({ type: 'recording', since }),
      onFailure: (failure) =>
        failure === 'unsupported'
          ? this.notify('problem', 'record.unsupported')
          : this.notify('problem', 'record.failed', { why: failure.why }),
    });
    this.#port.post({
      type: 'init',
      canvas: this.stage.takeCanvas(),
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`,
      mode,
      words: wordsOf(language),
      lumen,
      viewport: { width: innerWidth * devicePixelRatio, height: innerHeight * devicePixelRatio },
    });
    watchSize(this.stage.element, (viewport) => this.#port.post({ type: 'viewport', viewport }));
    this.stage.video.addEventListener('ended', () => this.#onVideoEnd());
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#onDevicesChanged());
  }

  playDevice(deviceId: string | null): Promise<void> {
    return this.#open((video) => openDevice(video, deviceId), '');
  }

  playFile(file: File): Promise<void> {
    return this.#open((video) => openFile(video, file), file.name);
  }

  playDemo(label: string): Promise<void> {
    return this.#open((video) => openDemo(video, label), label);
  }

  /** Plays the same file or demonstration again, as a new examination. */
  async replay(): Promise<void> {
    if (this.#opener) await this.#open(this.#opener, this.#source?.label ?? '');
  }

  /** The next source continues this open examination; null begins a new one. */
  resumeWith(examId: string | null): void {
    this.#resume = examId;
  }

  end(): void {
    void this.#recording.stop().then(() => this.#port.post({ type: 'end' }));
  }

  /** Back to the choice of a picture. */
  home(): void {
    this.#closeSource();
    this.#opener = null;
    this.store.dispatch({ type: 'home' });
  }

  setOperatingPoint(to: OperatingPoint): void {
    this.#operatingPoint = to;
    writePreferences({ operatingPoint: to });
    this.store.dispatch({ type: 'operating-point', to });
    this.#port.post({ type: 'operating-point', to });
  }

  setMode(mode: DisplayMode, language: Language): void {
    writePreferences({ mode });
    this.store.dispatch({ type: 'mode', mode });
    this.setLanguage(language);
  }

  /** The words drawn beside outlines follow the language of the page. */
  setLanguage(language: Language): void {
    this.#language = language;
    this.#display();
  }

  /** Draws the way to the lumen, or no longer. */
  setLumen(on: boolean): void {
    writePreferences({ lumen: on });
    this.store.dispatch({ type: 'lumen', on });
    this.#display();
  }

  #display(): void {
    const { mode, lumen } = this.store.state;
    this.#port.post({ type: 'display', mode, words: wordsOf(this.#language), lumen });
  }

  /** Examinations are held for practice from now on, the running one too, or no longer; reminders go along. */
  setTraining(on: boolean): void {
    writePreferences({ training: on, guidance: null });
    this.store.dispatch({ type: 'training', on });
    this.words.setTraining(on);
    this.words.askGuidance(on);
  }

  /** Reminders for those who learn, from now on, whether it is for practice or not. */
  setGuidance(wanted: boolean): void {
    writePreferences({ guidance: wanted });
    this.store.dispatch({ type: 'guidance', wanted });
    this.words.askGuidance(wanted);
  }

  setSound(on: boolean): void {
    writePreferences({ sound: on });
    this.store.dispatch({ type: 'sound', on });
    if (!on) this.#voice.hush();
  }

  /** How loud tones and spoken prompts are, 0..1. */
  setVolume(volume: number): void {
    writePreferences({ volume });
    this.store.dispatch({ type: 'volume', volume });
  }

  /** Says a prompt as loud as it would be said. */
  trySound(): void {
    this.#voice.say('withdrawal-goal', this.#language, this.#loudness());
  }

  /** Stores the frame on the screen, as it was captured: without outlines. `place` says what it shows. */
  async photo(place: string | null = null): Promise<void> {
    const { exam } = this.store.state;
    if (exam.status !== 'running') return this.notify('problem', 'photo.noExam');
    const shot = this.#frozen ?? (await this.#port.snapshot(await this.#pump.current()));
    if (shot) await this.#photos.take(shot, place);
  }

  async toggleFreeze(): Promise<void> {
    const { frozen } = this.store.state;
    if (frozen) {
      this.#unfreeze();
      return;
    }
    if (!this.#source) return;
    this.#frozen = await this.#port.snapshot(await this.#pump.current());
    if (this.#frozen)
      this.store.dispatch({ type: 'frozen', frozen: { url: URL.createObjectURL(this.#frozen.marked) } });
  }

  async toggleRecording(): Promise<void> {
    if (!this.#recording.on) return this.#recording.start();
    if (await this.#recording.stop()) this.notify('good', 'record.stored');
  }

  notify(tone: NoticeTone, key: MessageKey, values?: Record<string, string | number>): void {
    const words = JSON.stringify([key, values]);
    if (this.store.state.notices.some((shown) => JSON.stringify([shown.key, shown.values]) === words)) return;
    const id = ++this.#notices;
    this.store.dispatch({ type: 'notice', notice: { id, tone, key, ...(values ? { values } : {}) } });
    setTimeout(() => this.store.dispatch({ type: 'notice-gone', id }), NOTICE_MS[tone]);
  }

  async #open(opener: Opener, label: string): Promise<void> {
    const resume = this.#resume;
    const { exam } = this.store.state;
    const running = exam.status === 'running' || exam.status === 'starting';
    const wasDevice = this.#source?.kind === 'device';
    this.#closeSource();
    this.store.dispatch({ type: 'source', source: { kind: 'opening', label } });
    try {
      this.#source = await opener(this.stage.video);
    } catch (thrown) {
      const problem = thrown instanceof SourceError ? thrown.problem : 'failed';
      const detail = thrown instanceof Error ? thrown.message : String(thrown);
      this.store.dispatch({ type: 'source', source: { kind: 'problem', problem, detail } });
      return;
    }
    this.#opener = opener;
    this.#resume = null;
    const { kind, stream } = this.#source;
    this.store.dispatch({ type: 'source', source: { kind, label: this.#source.label, ended: false } });
    stream?.getVideoTracks()[0]?.addEventListener('ended', () => this.#onDeviceLost());
    this.#pump.start();
    void keepAwake(true);
    // Another input of the same examination (a second card, a cable put back) does not end it.
    if (!(running && wasDevice && kind === 'device')) this.#startExam(resume);
  }

  #startExam(resume: string | null): void {
    this.sound.reset();
    this.#photos.reset();
    this.#stills.clear();
    this.store.dispatch({ type: 'exam-asked', resume });
    const source = this.#source?.label || 'unnamed device';
    this.#port.post({ type: 'start', source, operatingPoint: this.#operatingPoint, resume });
  }

  #closeSource(): void {
    this.#pump.stop();
    this.#port.post({ type: 'source-closed' });
    this.#unfreeze();
    this.#source?.close();
    this.#source = null;
    void keepAwake(false);
  }

  #unfreeze(): void {
    const { frozen } = this.store.state;
    if (frozen) URL.revokeObjectURL(frozen.url);
    this.#frozen = null;
    this.store.dispatch({ type: 'frozen', frozen: null });
  }

  #onVideoEnd(): void {
    if (!this.#source) return;
    const { kind, label } = this.#source;
    this.#pump.stop();
    this.store.dispatch({ type: 'source', source: { kind, label, ended: true } });
    this.end();
  }

  #onDeviceLost(): void {
    this.#pump.stop();
    this.#port.post({ type: 'source-closed' });
    this.store.dispatch({
      type: 'source',
      source: { kind: 'problem', problem: 'device-lost', detail: this.#source?.label ?? '' },
    });
  }

  async #onDevicesChanged(): Promise<void> {
    const { source } = this.store.state;
    if (source.kind !== 'problem' || source.problem !== 'device-lost') return;
    const id = this.#source?.deviceId ?? null;
    if (id !== null) await this.playDevice(id);
  }

  #onWorker(message: Exclude<FromWorker, { type: 'snapshot' }>): void {
    if (message.type === 'taken') {
      this.#pump.taken();
      return;
    }
    this.store.dispatch({ type: 'worker', message, at: Date.now() });
    switch (message.type) {
      case 'hello':
        if (this.#operatingPoint === null)
          this.store.dispatch({ type: 'operating-point', to: message.hello.operatingPoint });
        return;
      case 'first-sight':
        this.sound.firstSight(message.ids, this.#loudness());
        return;
      case 'still':
        this.store.dispatch({
          type: 'still',
          lesionId: message.lesionId,
          still: this.#stills.add(message),
        });
        return;
      case 'place-still':
        void this.#photos.propose(message.still);
        return;
      case 'resume-refused':
        this.notify('problem', 'resume.refused');
        return;
      case 'station':
        void this.#onStation(message.message);
        return;
      default:
    }
  }

  /** 0 where the sound is off. */
  #loudness(): number {
    const { sound, volume } = this.store.state;
    return sound ? volume : 0;
  }

  async #onStation(message: Extract<FromWorker, { type: 'station' }>['message']): Promise<void> {
    if (message.type === 'started') {
      // The station takes no notice of what it knows already.
      const { training, guidance } = this.store.state;
      if (training) this.words.setTraining(true);
      if (training || guidance !== null) this.words.askGuidance(guidance ?? true);
      this.#photos.flush();
      await this.#recording.resume();
    } else if (message.type === 'ended') {
      this.#photos.abandon();
      this.#unfreeze();
      await this.#recording.stop();
      await this.#fetchSummary(message.examId);
    } else if (message.type === 'event' && message.entry.event.type === 'prompt-raised') {
      this.#prompt(message.entry.event.kind);
    } else if (message.type === 'error') {
      this.notify('problem', 'station.error', { message: message.message });
    }
  }

  /** Shows a prompt, and says it where the sound is on. */
  #prompt(kind: string): void {
    const known = PROMPT_KINDS.find((one) => one === kind);
    if (known === undefined) return;
    this.notify('advice', `prompt.${known}`);
    this.#voice.say(known, this.#language, this.#loudness());
  }

  async #fetchSummary(examId: string): Promise<void> {
    const answer = await fetch(`/api/exams/${encodeURIComponent(examId)}`).catch(() => null);
    const exam = ExamSchema.safeParse(await answer?.json().catch(() => null));
    if (exam.success) this.store.dispatch({ type: 'summary', summary: exam.data });
  }

  #running(): { examId: string; stream: MediaStream | null } | null {
    const { exam } = this.store.state;
    if (exam.status !== 'running' || exam.id === null || !this.#source) return null;
    return { examId: exam.id, stream: this.#source.stream };
  }
}
