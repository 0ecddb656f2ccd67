import { z } from 'zod';

/**
 * One line of `predict --embeddings`: the model's descriptor of one whole picture, of unit length, so that the product of
 * two (their cosine) says how alike the pictures are. `id` and `model` as in the picture's line of `predictions.jsonl`;
 * only descriptors of the same model can be compared.
 */
export const PictureEmbeddingSchema = z.object({
  id: z.string(),
  model: z.string(),
  embedding: z.array(z.number()).min(1),
});
export type PictureEmbedding = z.infer<typeof PictureEmbeddingSchema>;
