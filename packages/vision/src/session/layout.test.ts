import type { ModelManifest } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { openModel } from '../model/released.js';
import { TINY } from '../testing/tiny.js';
import { readLayout, type TensorShape } from './layout.js';

const { manifest: tiny } = await openModel(TINY);

/** The shapes of a model whose input has sides of `side` pixels: boxes at stride 8, mask at 4, descriptor map at 16. */
function shapesOf(side: number): { manifest: ModelManifest; inputs: TensorShape[]; outputs: TensorShape[] } {
  const manifest: ModelManifest = {
    ...tiny,
    input: { ...tiny.input, width: side, height: side },
    tasks: {
      ...tiny.tasks,
      embedding: { output: 'embedding', dimensions: 32, stride: 16 },
      search: { output: 'search', dimensions: 128 },
    },
  };
  const cells = (side / 8) ** 2;
  const outputs: Record<string, number[]> = {
    boxes: [1, cells, 4],
    scores: [1, cells],
    types: [1, cells],
    mask: [1, side / 4, side / 4],
    organ: [1, 3],
    usable: [1],
    cleanliness: [1, 3],
    caecum: [1],
    embedding: [1, 32, side / 16, side / 16],
    search: [1, 128],
  };
  return {
    manifest,
    inputs: [{ name: 'image', type: 'uint8', shape: [1, side, side, 3] }],
    outputs: Object.entries(outputs).map(([name, shape]) => ({ name, type: 'float32', shape })),
  };
}

describe('layout', () => {
  it.each([
    [256, 1024, 64, 16],
    [288, 1296, 72, 18],
  ])('an input of %i pixels: %i cells, mask of %i, map of %i', (side, cells, mask, map) => {
    const { manifest, inputs, outputs } = shapesOf(side);
    const layout = readLayout(manifest, inputs, outputs);
    expect(layout.cells).toBe(cells);
    expect(layout.mask).toEqual({ width: mask, height: mask });
    expect(layout.embedding).toEqual({ dimensions: 32, width: map, height: map });
    expect(layout.outputs.get('search')).toEqual([1, 128]);
  });

  it('asks for the descriptor of the picture only where the manifest names it', () => {
    const { manifest, inputs, outputs } = shapesOf(288);
    const { search: _, ...tasks } = manifest.tasks;
    const without = outputs.filter(({ name }) => name !== 'search');
    expect([...readLayout({ ...manifest, tasks }, inputs, without).outputs.keys()]).not.toContain('search');
    expect(() => readLayout(manifest, inputs, without)).toThrow(/no output "search"/);
  });
});
