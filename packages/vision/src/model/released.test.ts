import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startAnalyser } from '../analyser/start.js';
import { TINY, withTiny } from '../testing/tiny.js';
import { loadModel } from './catalogue.js';
import { openModel } from './released.js';

const invalid = (message: RegExp) =>
  expect.objectContaining({ code: 'model-invalid', message: expect.stringMatching(message) });

describe('a released model', () => {
  it('opens when its files are the ones released', async () => {
    const model = await loadModel(TINY);
    expect(model.manifest.id).toBe('tiny');
    expect(model.file('int8')).toBe(join(TINY, 'model.onnx'));
  });

  it('is refused when a file was changed, without its size changing', async () => {
    await withTiny(
      (m) => m,
      async (folder) => {
        await writeFile(
          join(folder, 'model.onnx'),
          Buffer.alloc((await openModel(folder)).manifest.files.int8.bytes),
        );
        await expect(openModel(folder)).rejects.toEqual(invalid(/not the one released.*SHA-256/));
      },
    );
  });

  it('is refused when a file is cut short or missing', async () => {
    await withTiny(
      (m) => m,
      async (folder) => {
        await writeFile(join(folder, 'model.onnx'), 'x');
        await expect(openModel(folder)).rejects.toEqual(invalid(/has 1 bytes but the manifest says/));
        await rm(join(folder, 'model.onnx'));
        await expect(openModel(folder)).rejects.toEqual(invalid(/cannot be read/));
        await rm(join(folder, 'manifest.json'));
        await expect(openModel(folder)).rejects.toEqual(invalid(/manifest cannot be read/));
      },
    );
  });

  it('is refused with the place of the fault when the manifest is malformed', async () => {
    await withTiny(
      (m) => ({ ...m, nmsIou: 7 }),
      (folder) => expect(openModel(folder)).rejects.toEqual(invalid(/malformed at "nmsIou"/)),
    );
  });

  it('that does not exist is not found, and the known ones are named', async () => {
    await expect(loadModel('no-such-model')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('an ONNX file that does not fit its manifest is refused at start', () => {
  const start = async (folder: string) => startAnalyser(await openModel(folder), { provider: 'cpu' });

  it('by the name of an output', () =>
    withTiny(
      (m) => ({ ...m, tasks: { ...m.tasks, usable: { output: 'clear' } } }),
      (folder) => expect(start(folder)).rejects.toEqual(invalid(/no output "clear" \(it has boxes, /)),
    ));

  it('by the shape of an output', () =>
    withTiny(
      (m) => ({ ...m, tasks: { ...m.tasks, embedding: { ...m.tasks.embedding, dimensions: 32 } } }),
      (folder) =>
        expect(start(folder)).rejects.toEqual(
          invalid(/output "embedding" is float32 \[1,4,2,2\] but should be float32 \[1,32,n,n\]/),
        ),
    ));

  it('by the size of the descriptor of the picture', () =>
    withTiny(
      (m) => ({ ...m, tasks: { ...m.tasks, search: { output: 'search', dimensions: 128 } } }),
      (folder) =>
        expect(start(folder)).rejects.toEqual(
          invalid(/output "search" is float32 \[1,4\] but should be float32 \[1,128\]/),
        ),
    ));

  it('by the shape of the input', () =>
    withTiny(
      (m) => ({ ...m, input: { ...m.input, width: 32 } }),
      (folder) => expect(start(folder)).rejects.toEqual(invalid(/input "image" is uint8 \[1,16,16,3\]/)),
    ));
});
