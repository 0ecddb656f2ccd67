import { describe, expect, it } from 'vitest';
import { en } from '../messages/en.js';
import { KNOWN_CODES, refusalOf, whyOf, whyRefused } from './refusal.js';

describe('refusalOf', () => {
  it('takes the station’s word and sentence', () => {
    const body = { error: { code: 'busy', message: 'the examination waits to be resumed' } };
    expect(refusalOf(409, body)).toEqual(body.error);
  });

  it('is the bare status where a gateway answered', () => {
    expect(refusalOf(502, null)).toEqual({ code: null, message: 'HTTP 502' });
  });
});

describe('whyOf', () => {
  it('has a text for every code that it knows, and none for others', () => {
    expect(KNOWN_CODES.filter((code) => !(String(whyOf(code)) in en))).toEqual([]);
    expect(whyOf('of-another-version')).toBeNull();
    expect(whyOf(null)).toBeNull();
  });
});

describe('whyRefused', () => {
  it('says in the page’s words why, whatever the station answers', async () => {
    const full = Response.json({ error: { code: 'unwritable', message: 'no space left' } }, { status: 500 });
    expect(await whyRefused(full)).toBe('station.why.unwritable');
    const page = new Response('<html>', { status: 413 });
    expect(await whyRefused(page)).toBe('station.why.unknown');
  });
});
