/** A table as rows of cells; the first column is a name, the others are numbers. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** East Asian wide characters take two columns of a terminal (Unicode Standard Annex 11, the ranges in use here). */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\uffff]/u;

/** Columns that a text takes on a terminal. */
export function columnsOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** The table as lines for a terminal: names to the left, numbers to the right, a rule under the header. */
export function textTable({ header, rows }: Table): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => columnsOf(row[column] ?? ''))));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => {
        const text = row[column] ?? '';
        const space = ' '.repeat(width - columnsOf(text));
        return column === 0 ? text + space : space + text;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(header), rule, ...rows.map(line)].join('\n');
}
