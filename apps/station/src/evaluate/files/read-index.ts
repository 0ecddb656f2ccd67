import { createReadStream } from 'node:fs';
import { asHaustraError, HaustraError, type IndexRow, IndexRowSchema } from '@haustra/domain';
import { parse } from 'csv-parse';

export interface RowFilter {
  /** Splits to keep; null keeps all but `train` and `unlabelled`. */
  readonly splits: readonly string[] | null;
  /** Sources to keep; null keeps all. */
  readonly sources: readonly string[] | null;
}

/** Splits that are not for measuring unless asked for by name. */
const NOT_FOR_MEASURING = ['train', 'unlabelled'];

/** True where the row is to be measured. */
export function keeps(filter: RowFilter, row: IndexRow): boolean {
  const split =
    filter.splits === null ? !NOT_FOR_MEASURING.includes(row.split) : filter.splits.includes(row.split);
  return split && (filter.sources === null || filter.sources.includes(row.source));
}

/**
 * Reads the rows of an index.csv that the filter keeps, in the order of the file.
 * @throws HaustraError `not-found` or `unreadable` for the file, with the line where one row is wrong or an id repeats;
 * `no-picture` where the filter keeps none
 */
export async function readIndex(file: string, filter: RowFilter): Promise<IndexRow[]> {
  const rows: IndexRow[] = [];
  const ids = new Set<string>();
  const records = createReadStream(file)
    .on('error', (error) => records.destroy(error))
    .pipe(
      parse({ columns: true, bom: true, info: true, skip_empty_lines: true, relax_column_count_less: true }),
    );
  try {
    for await (const { record, info } of records) {
      const parsed = IndexRowSchema.safeParse(record);
      if (!parsed.success) throw badRow(file, info.lines, parsed.error.issues[0]);
      if (ids.has(parsed.data.id)) {
        throw badRow(file, info.lines, { path: ['id'], message: `${parsed.data.id} is there twice` });
      }
      ids.add(parsed.data.id);
      if (keeps(filter, parsed.data)) rows.push(parsed.data);
    }
  } catch (thrown) {
    throw asHaustraError(thrown, {
      code: isMissing(thrown) ? 'not-found' : 'unreadable',
      message: isMissing(thrown) ? 'there is no such index' : 'the index cannot be read as CSV',
      where: file,
      hint: 'Give an index.csv with one picture a row, as docs/ describes it.',
    });
  }
  if (rows.length === 0) {
    throw new HaustraError({
      code: 'no-picture',
      message: `none of the ${ids.size} pictures of the index is of the wanted splits and sources`,
      where: file,
      hint: 'Pictures of the splits train and unlabelled are measured only when asked for: --split train.',
    });
  }
  return rows;
}

function badRow(file: string, line: number, issue?: { path: readonly PropertyKey[]; message: string }) {
  return new HaustraError({
    code: 'unreadable',
    message:
      `line ${line} of the index is wrong: ${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    where: file,
    hint: 'Correct the row, or leave unknown cells empty.',
  });
}

export const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
