import type { HaustraError, Prediction } from '@haustra/domain';

/** The line of a picture without findings. */
export function unanswered(id: string, image: string, model: string, problem: HaustraError): Prediction {
  return {
    id,
    image,
    model,
    ms: 0,
    organ: { colon: 0, upper: 0, outside: 0 },
    usable: 0,
    cleanliness: { 'bbps-0-1': 0, 'bbps-2-3': 0, 'impacted-stool': 0 },
    landmarks: { caecum: 0 },
    lesions: [],
    error: problem.sentence,
  };
}
