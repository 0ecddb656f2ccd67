import { coverageFolds, coverageReading } from '@haustra/clinical';
import type { Exam } from '@haustra/domain';
import type { Course } from '../session/course.js';

/** How much of the wall was seen on the way back, and where it was not; null and no map where nothing can be said. Pure. */
export function foldCoverage({ wall }: Course): Pick<Exam, 'coverage' | 'coverageMap'> {
  const reading = coverageReading(wall);
  const byFold = coverageFolds(wall);
  if (reading === null || byFold === null) return { coverage: null };
  return {
    coverage: reading.share,
    coverageMap: {
      passedRadii: byFold.passedRadii,
      complete: byFold.complete,
      folds: byFold.folds.map(({ fromRadii, seen }) => ({ fromRadii, seen: [...seen] })),
      gaps: byFold.gaps.map(({ sectors, ...gap }) => ({ ...gap, sectors: [...sectors] })),
    },
  };
}
