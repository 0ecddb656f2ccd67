import { RoundIdSchema } from '@haustra/domain';
import { z } from 'zod';
import { ErrorSchema } from '../errors.js';

export const RoundParamsSchema = z.object({ id: RoundIdSchema });
/** Who does it, for the audit journal. */
export const NameSchema = z.string().trim().min(1).max(80);
/** Said where nobody gave a name. */
export const CONSOLE = 'console';
export const errors = { 400: ErrorSchema, 404: ErrorSchema, 409: ErrorSchema };
export const tags = ['learning'];
