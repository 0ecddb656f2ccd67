import { openModel } from '@haustra/vision';
import type { Ledger } from './ledger.js';
import { modelFolderName } from './name.js';

/** One model of a site as it is shown to people. */
export interface RegisteredModel {
  /** Name among the models of the site; the shipped one has a name made in the same way. */
  readonly name: string;
  readonly shipped: boolean;
  readonly folder: string;
  /** From its manifest; null where the model cannot be opened (`problem` says why). */
  readonly id: string | null;
  readonly version: string | null;
  /** When it was made, as its manifest says. */
  readonly created: string | null;
  readonly current: boolean;
  readonly gate: 'passed' | 'refused' | null;
  readonly round: string | null;
  readonly addedAt: string | null;
  readonly promoted: { readonly at: string; readonly by: string; readonly forced: boolean } | null;
  readonly problem: string | null;
}

/** The models of a site, the one in use first, then the newest. */
export async function registered(
  ledger: Ledger,
  shipped: string,
  folders: ReadonlyMap<string, string>,
): Promise<RegisteredModel[]> {
  const own = [...folders].map(([name, folder]) => describe(ledger, name, folder, false));
  const all = await Promise.all([describe(ledger, 'shipped', shipped, true), ...own]);
  return all.sort(
    (a, b) =>
      Number(b.current) - Number(a.current) ||
      (b.addedAt ?? '').localeCompare(a.addedAt ?? '') ||
      a.name.localeCompare(b.name),
  );
}

async function describe(
  { current, models }: Ledger,
  name: string,
  folder: string,
  shipped: boolean,
): Promise<RegisteredModel> {
  const known = models.get(name);
  const gate = known?.gate ?? null;
  const about = {
    shipped,
    folder,
    current: shipped ? current === null : current === name,
    gate: gate === null ? null : gate.passed ? ('passed' as const) : ('refused' as const),
    round: known?.round ?? null,
    addedAt: known?.addedAt ?? null,
    promoted: known?.promoted ?? null,
  };
  try {
    const { manifest } = await openModel(folder);
    const { id, version, created } = manifest;
    return {
      name: shipped ? modelFolderName(manifest) : name,
      ...about,
      id,
      version,
      created,
      problem: null,
    };
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    return { name, ...about, id: null, version: null, created: null, problem };
  }
}
