import { z } from 'zod';
import { ExamSchema } from '../exam.js';
import { JournalEntrySchema } from '../journal.js';
import {
  AuditEntrySchema,
  CorrectionSchema,
  GateReportSchema,
  GatheredFrameSchema,
  RoundSchema,
} from '../learning.js';
import { ClientMessageSchema, ServerMessageSchema } from '../live.js';
import { ModelManifestSchema } from '../manifest.js';
import { PictureEmbeddingSchema } from '../picture-embedding.js';
import { PredictionSchema } from '../prediction.js';
import { JournalSignatureSchema } from '../signature.js';

const published = {
  'exam.schema.json': ['One examination (exam.json)', ExamSchema],
  'journal-entry.schema.json': ['One line of journal.jsonl', JournalEntrySchema],
  'journal-signature.schema.json': [
    "A station's signature over a journal (journal.sig)",
    JournalSignatureSchema,
  ],
  'prediction.schema.json': ['One line of predictions.jsonl', PredictionSchema],
  'picture-embedding.schema.json': ['One line of predict --embeddings', PictureEmbeddingSchema],
  'model-manifest.schema.json': ['manifest.json of a released model', ModelManifestSchema],
  'live-client-message.schema.json': ['Console to station, JSON messages', ClientMessageSchema],
  'live-server-message.schema.json': ['Station to console, JSON messages', ServerMessageSchema],
  'learning-round.schema.json': ['Where a round of learning stands (round.json)', RoundSchema],
  'gathered-frame.schema.json': ['One line of frames.jsonl of a round', GatheredFrameSchema],
  'correction.schema.json': ['One line of corrections.jsonl', CorrectionSchema],
  'gate-report.schema.json': ['Why a model may or may not be put into use (gate.json)', GateReportSchema],
  'audit-entry.schema.json': ['One line of the audit journal of models (journal.jsonl)', AuditEntrySchema],
} as const;

/** The JSON Schemas published under `docs/schemas/`: file name to text, made from the schemas that the code runs on. */
export function publishedSchemas(): Map<string, string> {
  return new Map(
    Object.entries(published).map(([file, [title, schema]]) => [
      file,
      `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`,
    ]),
  );
}
