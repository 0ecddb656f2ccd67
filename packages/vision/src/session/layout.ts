import { HaustraError, type ModelManifest } from '@haustra/domain';

/** What an ONNX file says of one of its inputs or outputs. */
export interface TensorShape {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** Where each answer lies: the name of its output and its sizes, all fixed. */
export interface Layout {
  readonly cells: number;
  readonly mask: { readonly width: number; readonly height: number };
  readonly embedding: { readonly dimensions: number; readonly width: number; readonly height: number };
  /** Elements of each output, by name. */
  readonly outputs: ReadonlyMap<string, readonly number[]>;
}

/**
 * Checks the inputs and outputs of an ONNX file against the manifest and reads the free sizes (cells, mask, embedding
 * map) from it, so that a model which does not fit is refused at start and not misread later.
 * @throws HaustraError `model-invalid` naming the tensor, what was expected and what was found.
 */
export function readLayout(
  manifest: ModelManifest,
  inputs: readonly TensorShape[],
  outputs: readonly TensorShape[],
): Layout {
  const { input, tasks } = manifest;
  const fail = (message: string): never => {
    throw new HaustraError({
      code: 'model-invalid',
      message,
      where: `${manifest.id} ${manifest.version}`,
      hint: 'Restore the model folder from the release; manifest and ONNX file do not belong together.',
    });
  };
  const seen = new Map<string, readonly number[]>();
  const check = (
    role: 'input' | 'output',
    name: string,
    type: string,
    expected: readonly (number | null)[],
  ): readonly number[] => {
    const all = role === 'input' ? inputs : outputs;
    const tensor = all.find((t) => t.name === name);
    if (!tensor)
      return fail(`the ONNX file has no ${role} "${name}" (it has ${all.map((t) => t.name).join(', ')})`);
    const found = `${tensor.type} [${tensor.shape.join(',')}]`;
    const wanted = `${type} [${expected.map((n) => n ?? 'n').join(',')}]`;
    const fits =
      tensor.type === type &&
      tensor.shape.length === expected.length &&
      expected.every((n, i) => typeof tensor.shape[i] === 'number' && (n === null || tensor.shape[i] === n));
    if (!fits) return fail(`${role} "${name}" is ${found} but should be ${wanted}`);
    const shape = tensor.shape as readonly number[];
    if (role === 'output') seen.set(name, shape);
    return shape;
  };

  if (inputs.length !== 1) fail(`the ONNX file has ${inputs.length} inputs but should have 1`);
  check('input', input.name, 'uint8', [1, input.height, input.width, 3]);
  const [, cells = 0] = check('output', tasks.lesion.scores, 'float32', [1, null]);
  check('output', tasks.lesion.boxes, 'float32', [1, cells, 4]);
  check('output', tasks.type.output, 'float32', [1, cells]);
  const [, maskHeight = 0, maskWidth = 0] = check('output', tasks.lesion.mask, 'float32', [1, null, null]);
  check('output', tasks.organ.output, 'float32', [1, tasks.organ.classes.length]);
  check('output', tasks.usable.output, 'float32', [1]);
  check('output', tasks.cleanliness.output, 'float32', [1, tasks.cleanliness.classes.length]);
  check('output', tasks.caecum.output, 'float32', [1]);
  const { dimensions } = tasks.embedding;
  const [, , mapHeight = 0, mapWidth = 0] = check('output', tasks.embedding.output, 'float32', [
    1,
    dimensions,
    null,
    null,
  ]);
  if (tasks.search) check('output', tasks.search.output, 'float32', [1, tasks.search.dimensions]);
  for (const name of Object.values(tasks.signs ?? {})) check('output', name, 'float32', [1]);
  return {
    cells,
    mask: { width: maskWidth, height: maskHeight },
    embedding: { dimensions, width: mapWidth, height: mapHeight },
    outputs: seen,
  };
}
