import { coverageReading } from '@haustra/clinical';
import type { Exam } from '@haustra/domain';
import type { Course } from '../session/course.js';

/** How much of the wall was seen on the way back, and where it was not; null and no map where nothing can be said. Pure. */
export function foldCoverage({ wall }: Course): Pick<Exam, 'coverage' | 'coverageMap'> {
  const reading = coverageReading(wall);
  if (reading === null) return { coverage: null };
  const { share, passedRadii, complete, folds, gaps } = reading;
  return {
    coverage: share,
    coverageMap: {
      passedRadii,
      complete,
      folds: folds.map(({ fromRadii, seen }) => ({ fromRadii, seen: [...seen] })),
      gaps: gaps.map(({ sectors, ...gap }) => ({ ...gap, sectors: [...sectors] })),
    },
  };
}
