import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry, GateReport, ModelEvent } from '@haustra/domain';
import { withLock, writeError } from '@haustra/store';
import { DEFAULT_MODEL, listModels, modelsFolder, openModel, type ReleasedModel } from '@haustra/vision';
import { AuditJournal } from '../audit/journal.js';
import { type CurrentFile, readCurrent, writeCurrent } from './current-file.js';
import { alreadyInUse, noSuchModel, nothingBefore, notPassed } from './errors.js';
import { type Ledger, ledgerOf } from './ledger.js';
import { isModelName, manifestHash, modelFolderName } from './name.js';
import { OpenedModels } from './opened.js';
import { placeModel } from './place.js';
import { type RegisteredModel, registered } from './registered.js';

/** The model in use. */
export interface CurrentModel {
  /** Name among the models of the site; null is the shipped one. */
  readonly name: string | null;
  readonly folder: string;
}

export interface RegistryOptions {
  /** Folder of the model that is used where none was promoted; by default the one shipped. */
  readonly shipped?: string;
}

const LOCK_FILE = 'registry.lock';

/**
 * The models of one site, under `DATA/models`: each in a folder of its own, one of them in use. Every change is one
 * turn with a lock, first written to the audit journal and flushed, then to `current.json`. **The journal is the truth**:
 * where a crash left `current.json` behind it, the next look writes it anew.
 */
export class ModelRegistry {
  readonly audit: AuditJournal;
  readonly root: string;
  readonly #shipped: string;
  readonly #opened = new OpenedModels();

  /** @param dataDir the station's data folder; nothing is made until something is to be written */
  constructor(dataDir: string, options: RegistryOptions = {}) {
    this.root = join(dataDir, 'models');
    this.audit = new AuditJournal(this.root);
    this.#shipped = options.shipped ?? join(modelsFolder(), DEFAULT_MODEL);
  }

  /** Folder of a model. @throws HaustraError `not-found` for what cannot be the name of one */
  folder(name: string): string {
    if (!isModelName(name)) throw noSuchModel(name);
    return join(this.root, name);
  }

  /**
   * The model in use.
   * @throws HaustraError `journal-broken` where the audit journal was changed: nobody then knows which model was promoted
   */
  async current(): Promise<CurrentModel> {
    const { current } = await this.ledger();
    return { name: current, folder: current === null ? this.#shipped : this.folder(current) };
  }

  /** Name of the model in use as gates and rounds know it: that of the shipped one is made in the same way. */
  async currentName(): Promise<string> {
    const { name, folder } = await this.current();
    return name ?? modelFolderName((await openModel(folder)).manifest);
  }

  /** What the audit journal says; mends `current.json` where a crash left it behind. */
  async ledger(): Promise<Ledger> {
    const ledger = ledgerOf(await this.audit.read());
    if (await this.#isBehind(ledger)) await this.#locked(() => this.#follow());
    return ledger;
  }

  /** Every model of the site and the shipped one, the model in use first, then the newest. */
  async list(): Promise<RegisteredModel[]> {
    const ledger = await this.ledger();
    const names = (await listModels(this.root)).filter(isModelName);
    const folders = new Map(names.map((name) => [name, join(this.root, name)]));
    return registered(ledger, this.#shipped, folders, this.#opened);
  }

  /**
   * Takes a model folder in, whole or not at all. Taking one in twice does nothing.
   * @param from what it came from, such as the model that its training began with
   * @returns the name that it has here
   * @throws HaustraError `model-invalid`; `busy`; `unwritable`
   */
  async add(
    folder: string,
    { from, round, by }: { readonly from: string; readonly round: string | null; readonly by: string },
  ): Promise<string> {
    return this.#locked(async () => {
      const name = await placeModel(folder, this.root);
      const known = ledgerOf(await this.audit.read()).models.get(name)?.addedAt ?? null;
      if (known === null) await this.audit.append(by, [{ type: 'added', model: name, from, round }]);
      return name;
    });
  }

  /**
   * Writes down what a gate said of a model, which need not be taken in yet.
   * @param folder the candidate's folder
   * @param report path of `gate.json`, within the data folder where it lies there
   */
  async gated(
    folder: string,
    gate: GateReport,
    { report, round, by }: { readonly report: string; readonly round: string | null; readonly by: string },
  ): Promise<void> {
    const { candidate: model, current, passed } = gate;
    const reasons = gate.reasons.map(reasonText);
    const manifest = await manifestHash(folder);
    await this.audit.append(by, [
      { type: 'gated', round, model, manifest, current, passed, reasons, report },
    ]);
  }

  /**
   * Puts a model of the site into use. It must have passed its gate against the model in use now, unless forced.
   * @throws HaustraError `refused` without such a gate; `usage` where it is in use already; `not-found`; `model-invalid`
   */
  async promote(
    name: string,
    { by, forced = false }: { readonly by: string; readonly forced?: boolean },
  ): Promise<AuditEntry> {
    const folder = this.folder(name);
    if (!existsSync(folder)) throw noSuchModel(name);
    await openModel(folder);
    return this.#locked(async () => {
      const ledger = ledgerOf(await this.audit.read());
      if (ledger.current === name) throw alreadyInUse(name);
      const gate = ledger.models.get(name)?.gate ?? null;
      const held = await this.#whyNot(ledger, folder, gate);
      if (held !== null && !forced) throw notPassed(name, held);
      const event = {
        type: 'promoted',
        model: name,
        before: ledger.current,
        gate: gate?.report ?? null,
        forced: held !== null,
      } as const;
      return this.#change(by, event);
    });
  }

  /**
   * Puts back into use what was in use before, in the end the shipped model. A model that is damaged by now is passed
   * over: going back must not fail when it is needed.
   * @throws HaustraError `usage` where nothing was in use before
   */
  async rollBack({ by }: { readonly by: string }): Promise<AuditEntry> {
    return this.#locked(async () => {
      const { current, history } = ledgerOf(await this.audit.read());
      if (current === null) throw nothingBefore();
      const before = await this.#lastWhole(history);
      return this.#change(by, { type: 'rolled-back', model: before, before: current });
    });
  }

  /** Writes down that a candidate was turned away, and why. */
  async refuse(name: string, reasons: readonly string[], { by }: { readonly by: string }): Promise<void> {
    await this.audit.append(by, [{ type: 'refused', model: name, reasons: [...reasons] }]);
  }

  /** A model of the site by its name, checked. @throws HaustraError `not-found`, `model-invalid` */
  async open(name: string): Promise<ReleasedModel> {
    const folder = this.folder(name);
    if (!existsSync(folder)) throw noSuchModel(name);
    return openModel(folder);
  }

  /** The last of these models that can be opened; null, the shipped one, where there is none. */
  async #lastWhole(history: readonly (string | null)[]): Promise<string | null> {
    for (const name of [...history].reverse()) {
      if (name === null) return null;
      const whole = await openModel(this.folder(name)).then(
        () => true,
        () => false,
      );
      if (whole) return name;
    }
    return null;
  }

  /** Why its gate does not allow this model, or null where it does. */
  async #whyNot(
    { current }: Ledger,
    folder: string,
    gate: { passed: boolean; current: string; manifest: string } | null,
  ): Promise<'none' | 'refused' | 'stale' | 'changed' | null> {
    if (gate === null) return 'none';
    if (!gate.passed) return 'refused';
    if (gate.manifest !== (await manifestHash(folder))) return 'changed';
    const now = current ?? modelFolderName((await openModel(this.#shipped)).manifest);
    return gate.current === now ? null : 'stale';
  }

  async #change(by: string, event: ModelEvent): Promise<AuditEntry> {
    const [entry] = await this.audit.append(by, [event]);
    await this.#follow();
    if (entry === undefined) throw new RangeError('an event was sealed into no entry');
    return entry;
  }

  /** Writes `current.json` as the journal says. The caller holds the lock. */
  async #follow(): Promise<void> {
    const ledger = ledgerOf(await this.audit.read());
    if (await this.#isBehind(ledger)) await writeCurrent(this.root, fileOf(ledger));
  }

  async #isBehind(ledger: Ledger): Promise<boolean> {
    const file = await readCurrent(this.root).catch(() => null);
    return JSON.stringify(file) !== JSON.stringify(fileOf(ledger));
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    await mkdir(this.root, { recursive: true }).catch((thrown) =>
      Promise.reject(writeError(thrown, this.root)),
    );
    return withLock(join(this.root, LOCK_FILE), 'the models are being changed', work);
  }
}

const fileOf = ({ current, history }: Ledger): CurrentFile => ({ model: current, history: [...history] });

/** A reason as one line of the audit journal: `worse lesion size:small: …`. */
const reasonText = ({ code, head, subgroup, fact }: GateReport['reasons'][number]): string =>
  `${[code, head, subgroup].filter((word) => word !== null).join(' ')}: ${fact}`;
