import type { ModelSign } from '@haustra/domain';

/**
 * What the network says, as it says it: row-major floats, all decoding and calibration done inside the graph. Boxes are
 * `x1,y1,x2,y2` in fractions of the visible field.
 */
export interface RawOutputs {
  readonly boxes: Float32Array;
  readonly scores: Float32Array;
  readonly types: Float32Array;
  readonly mask: { readonly width: number; readonly height: number; readonly values: Float32Array };
  readonly organ: Float32Array;
  readonly usable: Float32Array;
  readonly cleanliness: Float32Array;
  readonly caecum: Float32Array;
  /** Channel-first map of appearance descriptors. */
  readonly embedding: {
    readonly dimensions: number;
    readonly width: number;
    readonly height: number;
    readonly values: Float32Array;
  };
  /** Descriptor of the whole picture; null where the model has none. */
  readonly search: Float32Array | null;
  /** Signs of the whole picture, one number each; null where the model has none. */
  readonly signs: Readonly<Record<ModelSign, Float32Array>> | null;
}
