import { PROVIDERS } from '@haustra/domain';
import { z } from 'zod';

/** Option values that several commands read alike. Commander hands them over as text. */
export const PortSchema = z.coerce.number().int().min(0).max(65_535);
export const ProviderSchema = z.enum([...PROVIDERS, 'auto']);
export const PrecisionSchema = z.enum(['int8', 'fp32']);
