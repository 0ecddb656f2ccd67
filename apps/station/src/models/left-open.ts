import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exam } from '@haustra/domain';
import type { ModelRegistry } from '@haustra/learning';
import { openModel } from '@haustra/vision';
import { EXAM_FILE, type ExamShelf } from '../exams/shelf.js';

/**
 * The model that the newest examination left open was started with: it can be resumed with that model only. A station
 * starts with it, also where another one was put into use meanwhile, which is then taken up when the examination has ended.
 * @returns what `loadModel` takes; null where none was left open, or its model is no longer there
 */
export async function modelLeftOpen(shelf: ExamShelf, registry: ModelRegistry): Promise<string | null> {
  let newest: { readonly startedAt: string; readonly model: Exam['model'] } | null = null;
  for (const id of await readdir(shelf.root).catch(() => [])) {
    if (existsSync(join(shelf.root, id, EXAM_FILE))) continue;
    const started = (await shelf.journal(id).catch(() => []))[0]?.event;
    if (started?.type !== 'started' || started.startedAt === null) continue;
    const { startedAt, model } = started;
    if (newest === null || startedAt > newest.startedAt) newest = { startedAt, model };
  }
  if (newest === null) return null;
  const { version, sha256 } = newest.model;
  for (const known of await registry.list()) {
    if (known.problem !== null || known.version !== version) continue;
    const { files } = (await openModel(known.folder)).manifest;
    if (files.int8.sha256 === sha256 || files.fp32.sha256 === sha256) return known.folder;
  }
  return null;
}
