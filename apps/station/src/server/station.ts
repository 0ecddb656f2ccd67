import type { SiteSettings } from '@haustra/clinical';
import type { Precision, Provider } from '@haustra/domain';
import { loadStationKey } from '@haustra/exam';
import type { Logger } from 'pino';
import { makeDataFolder } from '../exams/data-folder.js';
import { ExamShelf } from '../exams/shelf.js';
import { Lab } from '../learn/lab.js';
import { sayPresence } from '../learn/presence.js';
import { tendRounds } from '../learn/rounds/tend.js';
import { type AnalyserStarter, Analysis } from '../live/analysis.js';
import { LiveRoom } from '../live/room.js';
import { chosenModel } from '../models/chosen.js';
import { modelLeftOpen } from '../models/left-open.js';
import { takeUpModels } from '../models/take-up.js';
import { consoleFolder } from './console-folder.js';
import { listenError } from './listen-error.js';
import type { Api } from './parts.js';
import { buildServer } from './server.js';

export interface StationOptions {
  readonly dataDir: string;
  readonly log: Logger;
  readonly version: string;
  readonly host: string;
  readonly port: number;
  readonly demo: boolean;
  readonly graceMs: number;
  /** What reminders go by; the rules' own values where it is left out. */
  readonly settings?: SiteSettings;
  readonly testHooks: boolean;
  readonly model?: string;
  readonly precision?: Precision;
  readonly provider?: Provider | 'auto';
  readonly startAnalyser?: AnalyserStarter;
  /** How often to look whether another model was put into use; by default every few seconds. */
  readonly takeUpEveryMs?: number;
  /** Folders that a round asked for over the network may learn from, beside the data folder. */
  readonly learnFrom?: readonly string[];
}

/** A running station. */
export interface Station {
  readonly url: string;
  readonly analysis: Analysis;
  readonly room: LiveRoom;
  readonly api: Api;
  /** Sets open examinations aside, flushed, closes all connections and ends the worker. */
  close(): Promise<void>;
}

/**
 * Opens a station and listens.
 * @throws HaustraError `unwritable` for the data folder, `busy` for a port that is taken, `usage` for an address that
 * is not this machine's.
 */
export async function openStation(options: StationOptions): Promise<Station> {
  const { dataDir, log, host, port } = options;
  await makeDataFolder(dataDir);
  const key = await loadStationKey(dataDir);
  const { model, precision, provider, startAnalyser } = options;
  const lab = new Lab(dataDir);
  const wanted = () => chosenModel(model, dataDir, lab.registry);
  const shelf = new ExamShelf(dataDir);
  const analysis = new Analysis(
    async () => (model === undefined ? await modelLeftOpen(shelf, lab.registry) : null) ?? wanted(),
    { ...(precision ? { precision } : {}), ...(provider ? { provider } : {}) },
    startAnalyser,
  );
  analysis.onState((state) => log.info({ analysis: state }, 'analysis'));
  const room = await LiveRoom.open({
    analysis,
    shelf,
    key,
    log,
    graceMs: options.graceMs,
    settings: options.settings,
  });
  const isBusy = () => room.isWatched;
  const attendants = [sayPresence(dataDir, isBusy), tendRounds(lab, log, isBusy)];
  const { version, demo, testHooks } = options;
  const parts = {
    analysis,
    room,
    shelf,
    lab,
    learnFrom: options.learnFrom ?? [],
    log,
    version,
    host,
    demo,
    testHooks,
    consoleFolder: consoleFolder(),
  };
  const api = await buildServer(parts);
  const disconnect = (why: string) => {
    for (const socket of api.websocketServer.clients) socket.close(1012, why);
  };
  const endTakeUp = takeUpModels({
    analysis,
    room,
    log,
    wanted,
    // A console learns of the model when it connects; it does so again at once.
    onChanged: () => disconnect('the station runs another model'),
    ...(options.takeUpEveryMs === undefined ? {} : { everyMs: options.takeUpEveryMs }),
  });
  const close = async () => {
    await Promise.all([endTakeUp(), ...attendants.map((end) => end())]);
    await room.close();
    disconnect('the station stops');
    await Promise.all([api.close(), analysis.close()]);
  };
  try {
    const url = await api.listen({ host, port });
    return { url: urlFor(url, host), analysis, room, api, close };
  } catch (thrown) {
    await close();
    throw listenError(thrown, host, port);
  }
}

/** What to type into a browser on this machine. */
const urlFor = (listening: string, host: string): string => {
  const url = new URL(listening);
  if (host === '0.0.0.0' || host === '::') url.hostname = '127.0.0.1';
  return url.origin;
};
