import { describe, expect, it } from 'vitest';
import { refusal } from './origin.js';

const ask = (host: string | undefined, origin?: string, bound = '127.0.0.1') =>
  refusal({ host, origin }, bound);

describe('who may use the station', () => {
  it('lets its own page and programs without a page in', () => {
    expect(ask('127.0.0.1:4173')).toBeNull();
    expect(ask('localhost:4173', 'http://localhost:4173')).toBeNull();
    expect(ask('[::1]:4173', 'http://[::1]:4173')).toBeNull();
  });

  it('refuses other web sites, other ports of this machine, and sandboxed pages', () => {
    expect(ask('127.0.0.1:4173', 'https://elsewhere.example')).toMatch(/another web site/);
    expect(ask('127.0.0.1:4173', 'http://127.0.0.1:8080')).toMatch(/another web site/);
    expect(ask('127.0.0.1:4173', 'null')).toMatch(/another web site/);
  });

  it('refuses a foreign name that points at this machine, with and without its own origin', () => {
    expect(ask('rebound.example:4173')).toMatch(/does not answer/);
    expect(ask('rebound.example:4173', 'http://rebound.example:4173')).toMatch(/does not answer/);
    expect(ask('rebound.example', undefined, '0.0.0.0')).toMatch(/does not answer/);
    expect(ask(undefined)).toMatch(/no host/);
    expect(ask('a b')).toMatch(/no host/);
  });

  it('answers to addresses of the network only when it listens there', () => {
    expect(ask('192.0.2.7:4173')).toMatch(/does not answer/);
    expect(ask('192.0.2.7:4173', undefined, '192.0.2.7')).toBeNull();
    expect(ask('192.0.2.7:4173', undefined, '0.0.0.0')).toBeNull();
  });
});
