/** Estimate and truth of the wall seen, over the whole way back and over stretches of it. */
import { coverageBetween, coverageReading } from '@haustra/clinical';
import { shareSeen } from '@haustra/phantom';

/** Parts into which the way back is cut, of the same length: stretches, and pieces about as long as a fold is from the next. */
const [FIFTHS, FOLDS] = [5, 30];

/**
 * Pairs [truth, estimate], shares 0..1, of the whole way back and of its parts; the wall from where the tip was deepest
 * on the way back to the anus. A part of the estimate begins and ends where the tip passed its ends for the last time.
 */
export function compare({ truth, map, way, said }) {
  const { coverage, frames, times } = truth;
  const back = frames.filter(({ stage }) => stage === 'withdrawal');
  const deepest = Math.max(...back.map(({ arcMm }) => arcMm));
  const top = Math.min(deepest, coverage.rows * coverage.rowMm);
  const seen = (fromMm, toMm) => shareSeen(coverage, coverage.firstSeenBack, fromMm, toMm);
  const inParts = (parts) => {
    const edges = Array.from({ length: parts + 1 }, (_, k) => top * (1 - k / parts));
    const passed = (mm, k) => {
      if (k === 0) return times.withdrawalMs;
      if (k === parts) return times.endMs;
      return back.findLast(({ arcMm }) => arcMm >= mm)?.timeMs ?? times.withdrawalMs;
    };
    const drawn = edges.map((mm, k) => drawnAt(way, passed(mm, k)));
    return edges
      .slice(1)
      .map((mm, k) => [seen(mm, edges[k]), coverageBetween(map, drawn[k], drawn[k + 1])])
      .filter(([, estimate]) => estimate !== null);
  };
  return {
    kind: truth.kind,
    seed: truth.seed,
    whole: [seen(0, top), coverageReading(map)?.share ?? 0],
    said: said === null ? null : [seen(0, top), said],
    stretches: inParts(FIFTHS),
    folds: inParts(FOLDS),
  };
}

/** Where the tip was, between the seconds that are known. */
function drawnAt(way, atMs) {
  const next = way.findIndex((point) => point.atMs > atMs);
  if (next === -1) return way.at(-1).drawn;
  if (next === 0) return way[0].drawn;
  const [a, b] = [way[next - 1], way[next]];
  return a.drawn + ((b.drawn - a.drawn) * (atMs - a.atMs)) / (b.atMs - a.atMs);
}
