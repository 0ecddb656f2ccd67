import type { Box } from '@haustra/domain';
import { number } from '../format.js';
import type { EvaluateMessages } from '../messages/index.js';
import type { Mistake, Mistakes } from '../mistakes.js';
import { className } from '../tables.js';
import { html, type Markup } from './html.js';

/** Small pictures as data addresses, by the image path of the index; absent where a picture cannot be read. */
export type Thumbnails = ReadonlyMap<string, string>;

/** The worst mistakes as pictures with drawn and shown boxes, each with its id and what went wrong. */
export function gallery(mistakes: Mistakes, pictures: Thumbnails, m: EvaluateMessages): Markup {
  const r = m.report;
  const sections: readonly (readonly [string, readonly Mistake[]])[] = [
    [r.missed, mistakes.missed],
    [r.falseBox, mistakes['false-box']],
    [r.wrongType, mistakes['wrong-type']],
    [r.wrongOrgan, mistakes['wrong-organ']],
  ];
  return html`<h2>${r.mistakes}</h2><p>${r.mistakesNote}</p>
${sections.map(
  ([title, found]) => html`<h3>${title}</h3>
${found.length === 0 ? html`<p>${r.noMistakes}</p>` : html`<div class="pictures">${found.map((mistake) => card(mistake, pictures, m))}</div>`}
`,
)}`;
}

function card(mistake: Mistake, pictures: Thumbnails, m: EvaluateMessages): Markup {
  const source = pictures.get(mistake.image);
  const picture =
    source === undefined
      ? html`<div class="none">${m.report.noPicture}</div>`
      : html`<img alt="" src="${source}"><svg viewBox="0 0 1 1" preserveAspectRatio="none">${[
          ...mistake.drawn.map((box) => rectangle(box, 'drawn')),
          ...mistake.shown.map((box) => rectangle(box, 'shown')),
        ]}</svg>`;
  return html`<figure><div class="frame">${picture}</div>${mistake.id}<br>${caption(mistake, m)}</figure>
`;
}

const rectangle = ([x, y, w, h]: Box, kind: string) =>
  html`<rect class="${kind}" x="${x}" y="${y}" width="${w}" height="${h}"/>`;

function caption({ kind, numbers, words }: Mistake, m: EvaluateMessages): string {
  const [first, second] = numbers;
  const [truth, said] = words.map((word) => natureName(word, m));
  const r = m.report;
  if (kind === 'missed') return r.missedNote(number(first, 2), `${number((second ?? 0) * 100, 1)} %`);
  if (kind === 'false-box') return r.falseBoxNote(number(first, 2));
  if (kind === 'wrong-type') return r.wrongTypeNote(truth ?? '', number(first, 2));
  return r.wrongOrganNote(truth ?? '', said ?? '', number(first, 2));
}

function natureName(word: string, m: EvaluateMessages): string {
  const natures: Readonly<Record<string, string>> = m.report.natures;
  return natures[word] ?? className(word, m);
}
