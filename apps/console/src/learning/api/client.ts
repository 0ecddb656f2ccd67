import {
  type Correction,
  CorrectionSchema,
  type DropReason,
  type GateReport,
  GateReportSchema,
  type Round,
  RoundSchema,
  type RoundSettings,
} from '@haustra/domain';
import { z } from 'zod';
import { refusalOf } from '../../station/refusal.js';
import {
  type Audit,
  AuditSchema,
  type Defaults,
  DefaultsSchema,
  type Frames,
  FramesSchema,
  type Models,
  ModelsSchema,
  type Question,
  QuestionsSchema,
  RoundsSchema,
  type ShadowLine,
  ShadowSchema,
} from './answers.js';
import { CallFailure } from './failure.js';

/** After this long without an answer the station counts as unreachable. */
const PATIENCE_MS = 20_000;

/** What a doctor says of a frame; the rest of the `Correction` is in the address and the time of the station. */
export type CorrectionBody = Omit<Correction, 'round' | 'frame' | 'at'>;
/** Which frames of a round to list. */
export interface FrameQuery {
  readonly kept: boolean;
  readonly why: DropReason | null;
  readonly offset: number;
  readonly limit: number;
}
export type RoundOrder = 'pause' | 'resume' | 'cancel';

const roundPath = (id: string) => `/api/learning/rounds/${encodeURIComponent(id)}`;

/** Calls to the station's learning routes. Every answer is checked; every failure is a `CallFailure`. */
export class LearningApi {
  readonly #fetch: typeof fetch;

  constructor(call: typeof fetch = (...args) => fetch(...args)) {
    this.#fetch = call;
  }

  /** All rounds, the newest first. */
  async rounds(): Promise<Round[]> {
    return (await this.#get('/api/learning/rounds', RoundsSchema)).rounds;
  }

  /** @param by who asks, for the audit journal; undefined where nobody gave a name yet, here and below */
  start(settings: RoundSettings, by?: string): Promise<Round> {
    return this.#post('/api/learning/rounds', { ...settings, by }, RoundSchema);
  }

  order(id: string, order: RoundOrder, by?: string): Promise<Round> {
    return this.#post(`${roundPath(id)}/${order}`, { by }, RoundSchema);
  }

  defaults(): Promise<Defaults> {
    return this.#get('/api/learning/defaults', DefaultsSchema);
  }

  frames(id: string, { kept, why, offset, limit }: FrameQuery): Promise<Frames> {
    const query = new URLSearchParams({ kept: `${kept}`, offset: `${offset}`, limit: `${limit}` });
    if (why !== null) query.set('why', why);
    return this.#get(`${roundPath(id)}/frames?${query}`, FramesSchema);
  }

  /** Address of a kept frame's picture (JPEG). */
  picture(id: string, n: number): string {
    return `${roundPath(id)}/frames/${n}.jpg`;
  }

  /** Frames to ask a doctor about, what teaches most first. */
  async questions(id: string, count: number): Promise<Question[]> {
    return (await this.#get(`${roundPath(id)}/ask?count=${count}`, QuestionsSchema)).frames;
  }

  correct(id: string, n: number, said: CorrectionBody): Promise<Correction> {
    return this.#post(`${roundPath(id)}/frames/${n}/correction`, said, CorrectionSchema);
  }

  gate(id: string): Promise<GateReport> {
    return this.#get(`${roundPath(id)}/gate`, GateReportSchema);
  }

  /** How far candidate and current model agreed on the examinations of the shadow stage. */
  async shadow(id: string): Promise<ShadowLine[]> {
    return (await this.#get(`${roundPath(id)}/shadow`, ShadowSchema)).lines;
  }

  models(): Promise<Models> {
    return this.#get('/api/models', ModelsSchema);
  }

  audit(): Promise<Audit> {
    return this.#get('/api/models/audit', AuditSchema);
  }

  async promote(name: string, by: string): Promise<void> {
    await this.#post(`/api/models/${encodeURIComponent(name)}/promote`, { by, force: false }, z.unknown());
  }

  /** Turns a candidate down for good, in the name of a person. */
  async refuse(name: string, by: string): Promise<void> {
    await this.#post(`/api/models/${encodeURIComponent(name)}/refuse`, { by }, z.unknown());
  }

  async rollBack(by: string): Promise<void> {
    await this.#post('/api/models/rollback', { by }, z.unknown());
  }

  #get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return this.#call(path, {}, schema);
  }

  #post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return this.#call(path, { method: 'POST', headers, body: JSON.stringify(body) }, schema);
  }

  async #call<T>(path: string, init: RequestInit, schema: z.ZodType<T>): Promise<T> {
    let answer: Response;
    try {
      answer = await this.#fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (thrown) {
      throw new CallFailure('unreachable', 'the station does not answer', { cause: thrown });
    }
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw failureOf(answer.status, body);
    const read = schema.safeParse(body);
    if (!read.success) throw new CallFailure('unfit', `${path}: ${z.prettifyError(read.error)}`);
    return read.data;
  }
}

function failureOf(status: number, body: unknown): CallFailure {
  const { code, message } = refusalOf(status, body);
  // A gateway in between answers 502 and 504 for a station that is away.
  if (status === 502 || status === 504) return new CallFailure('unreachable', message);
  const kind = status >= 500 ? 'troubled' : status === 404 ? 'missing' : 'refused';
  return new CallFailure(kind, message, { code });
}
