import type { Ledger } from './ledger.js';
import { modelFolderName } from './name.js';
import type { Opened, OpenedModels } from './opened.js';

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
  models: OpenedModels,
): Promise<RegisteredModel[]> {
  const own = [...folders].map(async ([name, folder]) =>
    describe(ledger, name, folder, false, await models.open(folder)),
  );
  const first = describe(ledger, 'shipped', shipped, true, await models.open(shipped));
  const all = [first, ...(await Promise.all(own))];
  return all.sort(
    (a, b) =>
      Number(b.current) - Number(a.current) ||
      (b.addedAt ?? '').localeCompare(a.addedAt ?? '') ||
      a.name.localeCompare(b.name),
  );
}

function describe(
  { current, models }: Ledger,
  given: string,
  folder: string,
  shipped: boolean,
  opened: Opened,
): RegisteredModel {
  const name = shipped && 'manifest' in opened ? modelFolderName(opened.manifest) : given;
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
  if ('problem' in opened) {
    return { name, ...about, id: null, version: null, created: null, problem: opened.problem };
  }
  const { id, version, created } = opened.manifest;
  return { name, ...about, id, version, created, problem: null };
}
