import { resolve } from 'node:path';
import { HaustraError } from '@haustra/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../cli/command.js';
import { EXIT } from '../cli/exit.js';
import type { Run } from '../cli/run.js';
import { stationVersion } from '../cli/version.js';
import { dataFolder, makeDataFolder } from '../exams/data-folder.js';
import { readSiteSettings } from '../exams/site-file.js';
import type { Messages } from '../messages/en.js';
import { consoleFolder } from '../server/console-folder.js';
import { ListenError } from '../server/listen-error.js';
import type { Station } from '../server/station.js';
import { PortSchema, PrecisionSchema, ProviderSchema } from './options.js';

/** Stopping takes no longer than this; what was flushed is safe anyway. */
const STOP_WITHIN_MS = 3_000;

const OptionsSchema = z.object({
  port: PortSchema,
  host: z.string().min(1),
  data: z.string().optional(),
  demo: z.boolean().default(false),
  open: z.boolean().default(false),
  model: z.string().optional(),
  provider: ProviderSchema.optional(),
  precision: PrecisionSchema.optional(),
  settings: z.string().min(1).optional(),
  grace: z.coerce.number().min(0).max(86_400),
  learnFrom: z.array(z.string().min(1)).default([]),
});
type Options = z.infer<typeof OptionsSchema>;

/** `haustra serve`. */
export function registerServe(program: Command, cli: Cli): void {
  const { t } = cli;
  const words = t.serve;
  addCommand(program, cli, {
    name: 'serve',
    summary: words.summary,
    arguments: [],
    options: [
      ['--port <port>', words.options.port, '4173'],
      ['--host <host>', words.options.host, '127.0.0.1'],
      ['--data <dir>', words.options.data],
      ['--demo', words.options.demo],
      ['--open', words.options.open],
      ['--model <id>', t.options.model],
      ['--provider <provider>', t.options.provider],
      ['--precision <precision>', t.options.precision],
      ['--settings <file>', t.options.settings],
      ['--grace <seconds>', words.options.grace, '120'],
      ['--learn-from <dir...>', words.options.learnFrom],
    ],
    examples: [
      ['haustra serve', words.examples.plain],
      ['haustra serve --demo --open', words.examples.demo],
      ['haustra serve --data /srv/haustra --port 8080', words.examples.data],
    ],
    schema: OptionsSchema,
    run: async (run, _args, options) => {
      const station = await start(options, run.t);
      await announce(station, options, run);
      await aborted(run.signal);
      // Nothing may hold the stop up: not a socket, not a worker.
      const late = setTimeout(() => process.exit(EXIT.failed), STOP_WITHIN_MS);
      late.unref();
      await station.close();
      clearTimeout(late);
      run.say(words.stopped);
      return EXIT.done;
    },
  });
}

async function start(options: Options, t: Messages): Promise<Station> {
  const { openStation } = await import('../server/station.js');
  const { stationLog } = await import('../server/log.js');
  const dataDir = dataFolder(options.data);
  await makeDataFolder(dataDir);
  const settings = await readSiteSettings(dataDir, options.settings);
  const { host, port, demo, model, provider, precision } = options;
  try {
    return await openStation({
      dataDir,
      log: stationLog(dataDir),
      version: stationVersion(),
      host,
      port,
      demo,
      settings,
      graceMs: options.grace * 1000,
      testHooks: process.env.HAUSTRA_TEST_HOOKS === '1',
      learnFrom: options.learnFrom.map((folder) => resolve(folder)),
      ...(model ? { model } : {}),
      ...(provider ? { provider } : {}),
      ...(precision ? { precision } : {}),
    });
  } catch (thrown) {
    throw thrown instanceof ListenError ? inWords(thrown, t) : thrown;
  }
}

function inWords(error: ListenError, { serve: words }: Messages): HaustraError {
  const { why, port, host, code, cause } = error;
  const texts = {
    taken: [words.portTaken(port), words.portTakenHint(port)],
    forbidden: [words.portForbidden(port), words.portForbiddenHint],
    'unknown-host': [words.hostUnknown(host), words.hostUnknownHint],
    other: [error.message, error.hint ?? ''],
  } as const;
  const [message, hint] = texts[why];
  return new HaustraError({ code, message, hint, cause });
}

async function announce(station: Station, options: Options, run: Run): Promise<void> {
  const words = run.t.serve;
  const { url } = station;
  const loopback = ['127.0.0.1', 'localhost', '::1'].includes(options.host);
  const facts = { url, dataDir: dataFolder(options.data), console: consoleFolder() !== null };
  run.answer(facts, words.ready(url));
  run.say(words.dataIn(facts.dataDir));
  if (!facts.console) run.note(words.noConsole);
  if (!loopback) run.note(words.exposed(options.host));
  run.say(words.stopHint);
  void station.analysis.settled.then(() => {
    const { problem } = station.analysis;
    if (problem !== null && !run.signal.aborted) run.note(words.noModel(problem.sentence));
  });
  if (options.open && hasDisplay()) {
    // A browser that cannot be started is no reason to stop: the address is printed.
    await import('open').then(({ default: open }) => open(url)).catch(() => undefined);
  }
}

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
