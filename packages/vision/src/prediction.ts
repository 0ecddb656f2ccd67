import {
  type FrameFindings,
  type ModelManifest,
  type PictureEmbedding,
  type Prediction,
  type TypeCall,
  toBox,
} from '@haustra/domain';

/** What may be said of a lesion's nature at this probability of neoplastic, by the model's released thresholds. */
export function callOf(neoplastic: number, thresholds: ModelManifest['typeCall']): TypeCall {
  if (neoplastic >= thresholds.neoplasticAbove) return 'neoplastic';
  if (neoplastic <= thresholds.nonNeoplasticBelow) return 'non-neoplastic';
  return 'no-call';
}

/** The name of a model as predictions carry it: `id@sha256:…` of the ONNX file that ran. */
export function modelName(id: string, sha256: string): string {
  return `${id}@sha256:${sha256}`;
}

/**
 * One line of `predictions.jsonl` from the findings of one picture, without memory of any other. `shown` is by the
 * manifest's default operating point.
 */
export function toPrediction(
  findings: FrameFindings,
  manifest: ModelManifest,
  id: string,
  image: string,
  model: string,
): Prediction {
  const { show } = manifest.operatingPoints[manifest.defaultOperatingPoint];
  return {
    id,
    image,
    model,
    ms: round(findings.inferenceMs, 2),
    organ: rounded(findings.organ),
    usable: round(findings.usable),
    cleanliness: rounded(findings.cleanliness),
    landmarks: { caecum: round(findings.caecum) },
    ...(findings.signs ? { signs: rounded(findings.signs) } : {}),
    lesions: findings.lesions.map((lesion) => {
      const neoplastic = round(lesion.neoplastic);
      return {
        box: toBox(lesion.box).map((v) => round(v, 5)) as [number, number, number, number],
        score: round(lesion.score, 5),
        shown: lesion.score >= show,
        type: { neoplastic, 'non-neoplastic': round(1 - neoplastic) },
        call: callOf(lesion.neoplastic, manifest.typeCall),
      };
    }),
  };
}

/** One line of `predict --embeddings` from the model's descriptor of a picture, rounded to 5 decimals. */
export function toPictureEmbedding(search: Float32Array, id: string, model: string): PictureEmbedding {
  return { id, model, embedding: Array.from(search, (v) => round(v, 5)) };
}

const round = (value: number, digits = 4): number => Number(value.toFixed(digits));

function rounded<K extends string>(values: Readonly<Record<K, number>>): Record<K, number> {
  return Object.fromEntries(Object.entries<number>(values).map(([k, v]) => [k, round(v)])) as Record<
    K,
    number
  >;
}
