import type { Exam, JournalEntry } from '@haustra/domain';

/**
 * The landmarks that hold: what the engine saw, with the caecum left out where the doctor refused it, and put in where
 * the doctor alone confirmed it (score 1). Pure.
 */
export function foldLandmarks(entries: readonly JournalEntry[], caecumMs: number | null): Exam['landmarks'] {
  const seen = entries.flatMap(({ event, atMs }) =>
    event.type === 'landmark-seen' ? [{ name: event.name, atMs, score: event.score }] : [],
  );
  const others = seen.filter(({ name }) => name !== 'caecum');
  if (caecumMs === null) return others;
  const byEngine = seen.filter(({ name, atMs }) => name === 'caecum' && atMs === caecumMs);
  const caecum = byEngine.length > 0 ? byEngine : [{ name: 'caecum', atMs: caecumMs, score: 1 }];
  return [...others, ...caecum].sort((a, b) => a.atMs - b.atMs);
}

/** What engine and doctor each said of the caecum; nothing where the doctor's word does not stand. Pure. */
export function foldCaecum(entries: readonly JournalEntry[]): Pick<Exam, 'caecum'> {
  const judged = entries.flatMap(({ event, atMs }) =>
    event.type === 'caecum-judged' ? [{ word: event.word, wordMs: atMs }] : [],
  );
  const last = judged.at(-1);
  if (last === undefined) return {};
  const seen = entries.find(({ event }) => event.type === 'landmark-seen' && event.name === 'caecum');
  const score = seen?.event.type === 'landmark-seen' ? seen.event.score : null;
  return { caecum: { seenMs: seen?.atMs ?? null, seenScore: score, ...last } };
}
