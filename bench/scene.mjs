#!/usr/bin/env node
/**
 * Lumen direction, motion and clarity as `watchScene` measures them: on phantom clips against their truth, and on real
 * pictures against labels made by looking (developers' labels, never expert labels). The two are kept apart.
 *
 *   node bench/scene.mjs [--every N] [CLIP.mp4 TRUTH.json …]
 *
 * `--every N` watches only each Nth frame, as a slower machine would: rates must not depend on it.
 * Without clips, the committed one, which was used for tuning, as were seeds 2 and 3. Others are rendered with
 * `node phantom/dist/cli/main.js render --seed N --field 240 --out N.mp4`. The real pictures are found in HAUSTRA_DATA.
 */
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { watchClip } from './scene/phantom.mjs';
import { askPictures, SOURCES } from './scene/real.mjs';
import { costLine, phantomDirection, phantomMotion, phantomRest, realDirection } from './scene/tables.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const data = process.env.HAUSTRA_DATA ?? join(root, '../shared/data');
const { values: options, positionals: named } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '1' } },
});
const every = Number(options.every);
if (named.length % 2 !== 0 || !Number.isInteger(every) || every < 1) {
  console.error(
    'Name clips and truths in pairs: CLIP.mp4 TRUTH.json …; --every takes a whole number from 1.',
  );
  process.exit(2);
}
const committed = ['mp4', 'truth.json'].map((end) => join(root, `phantom/clip/phantom-withdrawal.${end}`));
const files = named.length > 0 ? named : committed;
const clips = [];
for (let i = 0; i < files.length; i += 2) {
  clips.push({ name: basename(files[i], '.mp4'), rows: await watchClip(files[i], files[i + 1], every) });
}
const say = (title, lines) => console.log(['', title, '', ...lines].join('\n'));
say(
  'Phantom: lumen direction, usable frames (angles about the centre of the field)',
  phantomDirection(clips),
);
say('Phantom: motion against true speed, usable frames', phantomMotion(clips));
say('Phantom: slip and clarity', phantomRest(clips));
say('Cost', [costLine(clips)]);
const pictures = await askPictures(join(root, 'bench/labels/lumen-direction.json'), data);
say(
  'Real pictures: lumen direction against labels of developers, made by looking; each picture alone',
  pictures === null
    ? [`Not measured: there is no index.csv in ${data}; set HAUSTRA_DATA to the folder of the real pictures.`]
    : realDirection(pictures, SOURCES),
);
