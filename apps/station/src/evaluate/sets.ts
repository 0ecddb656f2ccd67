import type { IndexRow } from '@haustra/domain';
import type { Case } from './case.js';

/** Why a set is looked at: a named public set, or a cut through all pictures. */
export type SetKind = 'named' | 'all' | 'split' | 'source' | 'light';

export interface CaseSet {
  readonly name: string;
  readonly kind: SetKind;
  readonly cases: readonly Case[];
}

interface NamedSet {
  readonly name: string;
  readonly holds: (row: IndexRow) => boolean;
}

const from = (source: string, split: string) => (row: IndexRow) =>
  row.source === source && row.split === split;

const noLesionDrawn = (row: IndexRow) => from('hyperkvasir', 'test')(row) && row.polyp === null;
const noPolyp = (row: IndexRow) => from('polypgen', 'val')(row) && row.polyp === false;

/** Public sets that readers know by name, and sets that answer one question; each with the rows that make it. */
const NAMED: readonly NamedSet[] = [
  { name: 'Kvasir-SEG test', holds: (r) => from('hyperkvasir', 'test')(r) && r.polyp === true },
  { name: 'Kvasir-SEG val', holds: (r) => from('hyperkvasir', 'val')(r) && r.polyp === true },
  { name: 'HyperKvasir test, no lesion drawn', holds: noLesionDrawn },
  {
    name: 'HyperKvasir test, caecum and BBPS',
    holds: (r) =>
      noLesionDrawn(r) && (r.landmark === 'caecum' || r.cleanliness?.startsWith('bbps-') === true),
  },
  { name: 'ClinicDB test', holds: from('cvc-clinicdb', 'test') },
  { name: 'ClinicDB val', holds: from('cvc-clinicdb', 'val') },
  { name: 'NeoPolyp val', holds: from('neopolyp', 'val') },
  { name: 'PolypGen val, polyp', holds: (r) => from('polypgen', 'val')(r) && r.polyp === true },
  { name: 'PolypGen val, no polyp', holds: noPolyp },
  { name: 'PolypGen val, no polyp, unusable left out', holds: (r) => noPolyp(r) && r.quality !== 'unusable' },
  {
    name: 'with polyp, test and val',
    holds: (r) => r.polyp === true && (r.split === 'test' || r.split === 'val'),
  },
];

/**
 * The sets that are measured: all pictures, the named public sets that are present, each split, each source in each
 * split, and each light where the index names one. Empty sets are left out, and cuts that would repeat "all" too.
 */
export function setsOf(cases: readonly Case[]): CaseSet[] {
  const named = NAMED.map(({ name, holds }): CaseSet => {
    return { name, kind: 'named', cases: cases.filter((c) => holds(c.row)) };
  });
  return [
    { name: 'all', kind: 'all', cases } as const,
    ...named.filter((set) => set.cases.length > 0),
    ...cut('split', cases, (row) => row.split || null),
    ...cut('source', cases, (row) => `${row.source} ${row.split}`.trim() || null),
    ...cut('light', cases, (row) => row.light),
  ];
}

function cut(
  kind: SetKind,
  cases: readonly Case[],
  keyOf: (row: IndexRow) => string | null,
): readonly CaseSet[] {
  const names = [...new Set(cases.flatMap(({ row }) => keyOf(row) ?? []))].sort();
  if (names.length < 2 && kind !== 'light') return [];
  return names.map((name) => ({ name, kind, cases: cases.filter(({ row }) => keyOf(row) === name) }));
}
