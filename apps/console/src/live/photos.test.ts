import { describe, expect, it } from 'vitest';
import { type Photo, type PhotoNews, PhotoOutbox } from './photos.js';

const photo = (frameId: number): Photo => ({
  examId: 'e1',
  jpeg: new Blob([]),
  frameId,
  captureMs: 12.5,
  lesionId: frameId === 1 ? 4 : null,
  place: null,
  by: 'doctor',
});

function rig(answers: (Response | Error)[]) {
  const news: PhotoNews[] = [];
  const urls: string[] = [];
  const outbox = new PhotoOutbox(
    (said) => news.push(said),
    async (url) => {
      const answer = answers.shift() ?? Response.json({}, { status: 201 });
      if (answer instanceof Error) throw answer;
      urls.push(String(url));
      return answer;
    },
  );
  return { outbox, news, urls };
}

describe('PhotoOutbox', () => {
  it('sends a photo with its frame, time and lesion', async () => {
    const { outbox, news, urls } = rig([]);
    await outbox.add(photo(1));
    expect(urls).toEqual(['/api/exams/e1/photos?frameId=1&captureMs=12.5&lesionId=4']);
    expect(news).toMatchObject([{ kind: 'stored', stored: 1, waiting: 0 }]);
  });

  it('sends with a picture what it shows, and that nobody pressed a key for it', async () => {
    const { outbox, urls } = rig([]);
    await outbox.add({ ...photo(2), place: 'ascending', by: 'engine' });
    expect(urls).toEqual(['/api/exams/e1/photos?frameId=2&captureMs=12.5&place=ascending&by=engine']);
  });

  it('keeps photos while the station is away and sends them in order', async () => {
    const { outbox, news, urls } = rig([new Error('gone'), Response.json({}, { status: 503 })]);
    await outbox.add(photo(1));
    await outbox.add(photo(2));
    expect(news.at(-1)).toEqual({ kind: 'waiting', stored: 0, waiting: 2 });
    await outbox.flush();
    expect(urls.slice(-2).map((url) => /frameId=(\d)/.exec(url)?.[1])).toEqual(['1', '2']);
    expect(news.at(-1)).toMatchObject({ kind: 'stored', stored: 2, waiting: 0 });
  });

  it('says why the station refused and does not try again', async () => {
    const { outbox, news } = rig([
      Response.json({ error: { code: 'usage', message: 'the body is not image/jpeg' } }, { status: 400 }),
    ]);
    await outbox.add(photo(1));
    expect(news).toMatchObject([{ kind: 'failed', why: 'station.why.usage', stored: 0, waiting: 0 }]);
  });
});
