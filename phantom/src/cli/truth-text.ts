/** The text of a truth file, one frame a line: it can be read by eye and compared line by line. */
export function truthText(head: object, frames: readonly object[]): string {
  const start = JSON.stringify(head).slice(0, -1);
  return `${start},"frames":[\n${frames.map((f) => JSON.stringify(f)).join(',\n')}\n]}\n`;
}
