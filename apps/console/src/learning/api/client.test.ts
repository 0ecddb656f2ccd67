import { describe, expect, it, vi } from 'vitest';
import { aRound } from '../testing/round.js';
import { LearningApi } from './client.js';

const answering = (body: unknown, status = 200) => vi.fn(async () => Response.json(body, { status }));

describe('LearningApi', () => {
  it('gives checked answers', async () => {
    const call = answering({ rounds: [aRound()] });
    expect(await new LearningApi(call).rounds()).toEqual([aRound()]);
    const frames = answering({ total: 0, frames: [] });
    await new LearningApi(frames).frames(aRound().id, { kept: false, why: 'frozen', offset: 60, limit: 60 });
    expect(frames.mock.calls[0]).toEqual(
      expect.arrayContaining([
        `/api/learning/rounds/${aRound().id}/frames?kept=false&offset=60&limit=60&why=frozen`,
      ]),
    );
  });

  it('tells an answer that is not of the agreed form', async () => {
    const call = answering({ rounds: [{ ...aRound(), stage: 'dreaming' }] });
    await expect(new LearningApi(call).rounds()).rejects.toMatchObject({ kind: 'unfit' });
  });

  it('tells the station’s reason, and kinds of failure apart', async () => {
    const error = { error: { code: 'usage', message: 'This folder may not be learnt from.' } };
    const kinds = [
      [400, 'refused'],
      [404, 'missing'],
      [500, 'troubled'],
      [502, 'unreachable'],
    ] as const;
    for (const [status, kind] of kinds)
      await expect(new LearningApi(answering(error, status)).start(aRound().settings)).rejects.toMatchObject({
        kind,
        message: 'This folder may not be learnt from.',
      });
    const away = vi.fn(() => Promise.reject(new TypeError('failed to fetch')));
    await expect(new LearningApi(away).models()).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('promotes in the name of a person and never by force', async () => {
    const call = answering({});
    await new LearningApi(call).promote('colon@1+abc', 'Dr Li');
    expect(call.mock.calls[0]).toEqual([
      '/api/models/colon%401%2Babc/promote',
      expect.objectContaining({ method: 'POST', body: '{"by":"Dr Li","force":false}' }),
    ]);
  });
});
