import { asHaustraError, HaustraError, type ModelManifest, type Provider } from '@haustra/domain';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { readLayout, type TensorShape } from './layout.js';
import type { RawOutputs } from './raw.js';

/** A model ready to run. One run at a time; each run overwrites the outputs of the one before. */
export interface Network {
  /**
   * Runs the model on one picture of `width * height * 3` bytes.
   * @throws HaustraError `analysis-failed` where the runtime fails.
   */
  run(rgb: Uint8Array): Promise<RawOutputs>;
  close(): Promise<void>;
}

/**
 * One thread and no spinning: a second thread makes the time of a frame bimodal under load, and spinning burns the
 * core that decodes the video (field notes, "What decides the design", 2).
 */
function sessionOptions(provider: Provider): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
}

/**
 * Opens an ONNX file's content on a provider, with input and outputs allocated once for all runs.
 * @throws HaustraError `model-invalid` where it is no ONNX model or does not fit the manifest, `unsupported` where the
 * provider does not load here.
 */
export async function openNetwork(
  content: Uint8Array,
  manifest: ModelManifest,
  provider: Provider,
): Promise<Network> {
  const session = await InferenceSession.create(content, sessionOptions(provider)).catch(
    (thrown: unknown) => {
      const message = `the model does not load on ${provider}: ${firstLine(thrown)}`;
      const code = provider === 'cpu' ? 'model-invalid' : 'unsupported';
      throw new HaustraError({ code, message, where: manifest.id, cause: thrown });
    },
  );
  const { input, tasks } = manifest;
  const layout = readLayout(manifest, tensors(session.inputMetadata), tensors(session.outputMetadata));
  const pixels = new Uint8Array(input.width * input.height * 3);
  const feeds = { [input.name]: new Tensor('uint8', pixels, [1, input.height, input.width, 3]) };
  const values = new Map<string, Float32Array>();
  const fetches: Record<string, Tensor> = {};
  for (const [name, shape] of layout.outputs) {
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    values.set(name, data);
    fetches[name] = new Tensor('float32', data, shape);
  }
  const of = (name: string): Float32Array => values.get(name) ?? new Float32Array();
  const outputs: RawOutputs = {
    boxes: of(tasks.lesion.boxes),
    scores: of(tasks.lesion.scores),
    types: of(tasks.type.output),
    mask: { ...layout.mask, values: of(tasks.lesion.mask) },
    organ: of(tasks.organ.output),
    usable: of(tasks.usable.output),
    cleanliness: of(tasks.cleanliness.output),
    caecum: of(tasks.caecum.output),
    embedding: { ...layout.embedding, values: of(tasks.embedding.output) },
    search: tasks.search ? of(tasks.search.output) : null,
    signs: tasks.signs
      ? {
          instrument: of(tasks.signs.instrument),
          residue: of(tasks.signs.residue),
          bubbles: of(tasks.signs.bubbles),
        }
      : null,
  };
  return {
    async run(rgb) {
      pixels.set(rgb);
      try {
        await session.run(feeds, fetches);
      } catch (thrown) {
        const message = `the runtime failed: ${firstLine(thrown)}`;
        throw asHaustraError(thrown, { code: 'analysis-failed', message, where: manifest.id });
      }
      return outputs;
    },
    close: () => session.release(),
  };
}

function tensors(metadata: readonly InferenceSession.ValueMetadata[]): TensorShape[] {
  return metadata.map((m) =>
    m.isTensor
      ? { name: m.name, type: m.type, shape: m.shape }
      : { name: m.name, type: 'not a tensor', shape: [] },
  );
}

/** The runtime's message without the place in its own source that it begins with. */
function firstLine(thrown: unknown): string {
  const line = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? '';
  return line.replace(/^\/.* was false\. /, '');
}
