import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type GateReport, HaustraError } from '@haustra/domain';
import { isModelName, type ModelRegistry, modelFolderName } from '@haustra/learning';
import { writeFileAtomic } from '@haustra/store';
import { loadModel } from '@haustra/vision';
import type { Run } from '../cli/run.js';
import { judgeAt } from '../learn/gate/judge.js';
import type { NamedModel } from '../learn/parts.js';
import { modelsMessages } from './messages/index.js';

export interface GateRun {
  readonly data: string;
  readonly registry: ModelRegistry;
  /** Folder of a model, or the name of one that was taken in. */
  readonly candidate: string;
  readonly labelled: string;
  readonly learnt: string | null;
  readonly out: string | undefined;
  readonly acceptEqual: boolean;
  readonly by: string;
}

export interface GateDone {
  readonly report: GateReport;
  readonly file: string;
  /** Whether the candidate was taken in already. */
  readonly taken: boolean;
}

/**
 * Judges a candidate against the model in use, writes `gate.json` and what both said, and writes it down in the audit
 * journal.
 * @throws HaustraError for what cannot be read or run; `cancelled`
 */
export async function runGate(work: GateRun, run: Run): Promise<GateDone> {
  const { data, registry, labelled, learnt, acceptEqual, by } = work;
  const m = modelsMessages(run.lang);
  const candidate = await named(
    isModelName(work.candidate) ? registry.folder(work.candidate) : work.candidate,
  );
  const current = await named((await registry.current()).folder);
  const out = resolve(work.out ?? join(registry.root, 'gates', candidate.name));
  await mkdir(out, { recursive: true });
  const bars = progressBars(run);
  try {
    const report = await judgeAt({ data, registry, acceptEqual })({
      current,
      candidate,
      labelled,
      learnt,
      out: join(out, 'evaluation'),
      signal: run.signal,
      breathe: async () => undefined,
      onProgress: bars.show,
    });
    run.signal.throwIfAborted();
    const file = join(out, 'gate.json');
    await writeFileAtomic(file, `${JSON.stringify(report, null, 2)}\n`);
    const inside = relative(resolve(data), file);
    await registry.gated(candidate.folder, report, {
      report: inside.startsWith('..') ? file : inside,
      round: null,
      by,
    });
    const taken = (await registry.list()).some(({ name }) => name === candidate.name);
    return { report, file, taken };
  } catch (thrown) {
    if (!run.signal.aborted) throw thrown;
    const { cancelled: message, cancelledHint: hint } = m.gate;
    throw new HaustraError({ code: 'cancelled', message, hint, cause: thrown });
  } finally {
    bars.stop();
  }
}

async function named(idOrFolder: string): Promise<NamedModel> {
  const { folder, manifest } = await loadModel(idOrFolder);
  return { name: modelFolderName(manifest), folder };
}

/** One bar after another, a new one for each part of the work. */
function progressBars(run: Run) {
  let part = '';
  let bar: ReturnType<Run['progress']> | null = null;
  return {
    show: ({ done, of, note }: { done: number; of: number; note: string }) => {
      const [name = ''] = note.split(',');
      if (name !== part) {
        bar?.stop();
        bar = run.progress(name, of);
        part = name;
      }
      bar?.update(done);
    },
    stop: () => bar?.stop(),
  };
}
