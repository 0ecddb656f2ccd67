import type { GateCheck, GateReport } from '@haustra/domain';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageKey } from '../../messages/en.js';
import { en } from '../../messages/en.js';

export type Reason = GateReport['reasons'][number];

/** Reasons against come first, the gain last. */
const ORDER: readonly Reason['code'][] = [
  'leak',
  'frozen-set-changed',
  'worse',
  'slower',
  'too-few-pictures',
  'no-gain',
  'gain',
];

export const reasonsInOrder = ({ reasons }: GateReport): Reason[] =>
  [...reasons].sort((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code));

/** The key if the catalogues have it, else null: heads and subgroups come from the station, which may know more. */
export const knownKey = (key: string): MessageKey | null => (key in en ? (key as MessageKey) : null);

export interface GateWords {
  head(name: string): string;
  measure(name: string): string;
  /** `size:small` as "size: small"; `all` as "all pictures". */
  subgroup(name: string): string;
  reason(reason: Reason): string;
}

/** The codes of a gate report in the language of the page; a name that no catalogue has is shown as it is. */
export function useGateWords(): GateWords {
  const { t } = useTranslation();
  return useMemo(() => {
    const word = (key: string, raw: string) => {
      const known = knownKey(key);
      return known === null ? raw : (t as (key: MessageKey) => string)(known);
    };
    const head = (name: string) => word(`learn.head.${name}`, name);
    const subgroup = (name: string) => {
      if (name === 'all') return t('learn.subgroup.all');
      const [kind = '', value = ''] = name.split(/:(.*)/s);
      return t('learn.subgroup.one', {
        kind: word(`learn.subgroup.${kind}`, kind),
        value: word(`learn.subgroup.${kind}.${value}`, value),
      });
    };
    return {
      head,
      measure: (name) => word(`learn.measure.${name}`, name),
      subgroup,
      reason: ({ code, head: of, subgroup: among }) => {
        if (of === null) return t(`learn.reason.${code}.whole`);
        const where = among === null || among === 'all' ? t('learn.subgroup.all') : subgroup(among);
        return t(`learn.reason.${code}`, { head: head(of), where });
      },
    };
  }, [t]);
}

/** The check that a reason speaks of: its fact begins with the measure. Undefined for reasons about the whole. */
export const checkOf = ({ checks }: GateReport, { head, subgroup, fact }: Reason): GateCheck | undefined =>
  checks.find(
    (check) => check.head === head && check.subgroup === subgroup && fact.startsWith(`${check.measure} `),
  );

/** Checks of one head, in the order of the report. */
export function byHead(checks: readonly GateCheck[]): { head: string; checks: GateCheck[] }[] {
  const groups = new Map<string, GateCheck[]>();
  for (const check of checks) groups.set(check.head, [...(groups.get(check.head) ?? []), check]);
  return [...groups].map(([head, of]) => ({ head, checks: of }));
}

/** What the table shows when only changes are asked for: better or worse beyond noise. */
export const isChange = ({ verdict }: GateCheck): boolean => verdict === 'better' || verdict === 'worse';

/** The largest difference that the bars of a table must hold, at least `least`. */
export const widest = (checks: readonly GateCheck[], least = 0.05): number =>
  checks.reduce((most, { low, high }) => Math.max(most, Math.abs(low ?? 0), Math.abs(high ?? 0)), least);
