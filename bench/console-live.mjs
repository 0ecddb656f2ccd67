#!/usr/bin/env node
/**
 * Measures the live page in a real browser: a colonoscopy clip at 1280 × 720 plays through a pretended capture card, is
 * analysed by a station of its own, and the time from capture to paint is read from the page.
 *
 *   node bench/console-live.mjs [--seconds 60] [--window 1280x720] [--json]
 *
 * The clip is HAUSTRA_DATA's real one, or the phantom, or FFmpeg's test picture; the output says which. The time ends
 * when the overlay has been handed to the compositor; the screen's own delay is not in it. Where there is no GPU the
 * browser draws on the processor, and a larger window takes time from the analysis.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    window: { type: 'string', default: '1280x720' },
    json: { type: 'boolean', default: false },
  },
});
const seconds = Number(options.seconds);
const [width = 0, height = 0] = options.window.split('x').map(Number);
const browserPath = process.env.HAUSTRA_CHROMIUM ?? '/usr/bin/chromium';

/** Ends with a sentence for the person. */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (!(seconds > 0)) fail('--seconds must be a number above 0.');
if (!(width > 0 && height > 0)) fail('--window is the size of the page, like 1280x720.');
if (!existsSync(browserPath))
  fail(`There is no browser at ${browserPath}. Set HAUSTRA_CHROMIUM to a Chromium.`);
if (!existsSync(join(root, 'apps/console/dist/index.html')))
  fail('The console is not built. Run: npm run build');

function chooseClip() {
  const real = join(process.env.HAUSTRA_DATA ?? join(root, '../shared/data'), 'video/colonoscopy-polyp.mp4');
  const phantom = join(root, 'phantom/clip/phantom-withdrawal.mp4');
  if (existsSync(real)) return { name: 'real colonoscopy', input: ['-i', real] };
  if (existsSync(phantom)) return { name: 'phantom', input: ['-i', phantom] };
  return { name: 'test picture', input: ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25:d=8'] };
}

/** Motion JPEG is what Chromium's pretended capture device plays, at 30 frames a second, in a loop. */
async function makeCapture(path, input) {
  const fit = 'scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1';
  await run('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...input,
    '-t',
    '8',
    '-an',
    '-vf',
    fit,
    '-c:v',
    'mjpeg',
    '-q:v',
    '4',
    path,
  ]);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function startStation(folder) {
  const port = await freePort();
  const args = [
    join(root, 'apps/station/bin/haustra.js'),
    'serve',
    '--port',
    `${port}`,
    '--data',
    join(folder, 'data'),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += String(text);
  });
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The station ended with ${child.exitCode}: ${said.trim()}`);
    const health = await fetch(`${url}/api/health`)
      .then((answer) => answer.json())
      .catch(() => null);
    if (health?.analysis.state === 'ready') return { child, url };
    if (health?.analysis.state === 'off') throw new Error(`The analysis is off: ${health.analysis.problem}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function measure(url, capture) {
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: [
      '--no-sandbox',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${capture}`,
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.goto(url);
    await page.locator('.home button.device').first().click();
    await page.waitForFunction(() => (window.__haustra.counters?.painted ?? 0) > 0, null, {
      timeout: 60_000,
    });
    const before = await page.evaluate(() => window.__haustra.counters);
    const from = performance.now();
    if (!options.json && process.stderr.isTTY) console.error(`measuring for ${seconds} s…`);
    await page.waitForTimeout(seconds * 1000);
    const after = await page.evaluate(() => window.__haustra.counters);
    const lasted = (performance.now() - from) / 1000;
    const spent = (name) => after[name] - before[name];
    return {
      seconds: lasted,
      latencyMs: after.latencyMs,
      inferenceMs: after.inferenceMs,
      stagesMs: after.stagesMs,
      captured: spent('captured'),
      sent: spent('sent'),
      painted: spent('painted'),
      dropped: spent('dropped'),
      late: spent('late'),
      missed: spent('missed'),
      wrongFrame: after.wrongFrame,
      fpsIn: spent('captured') / lasted,
      fpsPainted: spent('painted') / lasted,
    };
  } finally {
    await browser.close();
  }
}

function table(clip, result) {
  const { latencyMs, inferenceMs, stagesMs } = result;
  const ms = (...list) => `${list.map((value) => value.toFixed(0)).join(' / ')} ms`;
  const share = (n) => `${n} (${((100 * n) / Math.max(1, result.captured)).toFixed(1)} %)`;
  const rows = [
    [
      'picture',
      `${clip}, 1280 × 720, ${result.fpsIn.toFixed(1)} frames/s, ${result.seconds.toFixed(0)} s, page ${options.window}`,
    ],
    [
      'capture → paint p50 / p95 / p99',
      `${ms(latencyMs.p50, latencyMs.p95, latencyMs.p99)} (n ${latencyMs.n})`,
    ],
    [
      'of it to send / station / to paint, p50',
      ms(stagesMs.toSend.p50, stagesMs.station.p50, stagesMs.toPaint.p50),
    ],
    ['the same, p99', ms(stagesMs.toSend.p99, stagesMs.station.p99, stagesMs.toPaint.p99)],
    ['inference p50 / p99', ms(inferenceMs.p50, inferenceMs.p99)],
    ['frames captured / painted', `${result.captured} / ${share(result.painted)}`],
    ['dropped for a newer one', share(result.dropped)],
    ['too late to be painted', share(result.late)],
    ['missed by the browser', `${result.missed}`],
    ['outlines on a wrong frame', `${result.wrongFrame}`],
    ['load / cores', `${result.load.toFixed(1)} / ${result.cores}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

const folder = await mkdtemp(join(tmpdir(), 'haustra-console-'));
let station = null;
const stop = async () => {
  if (station?.child.exitCode === null) {
    station.child.kill('SIGTERM');
    await once(station.child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
};
process.once('SIGINT', () => void stop().then(() => process.exit(1)));
try {
  const clip = chooseClip();
  await makeCapture(join(folder, 'capture.mjpeg'), clip.input);
  station = await startStation(folder);
  const measured = await measure(station.url, join(folder, 'capture.mjpeg'));
  const result = { clip: clip.name, ...measured, load: loadavg()[0], cores: availableParallelism() };
  console.log(options.json ? JSON.stringify(result) : table(clip.name, result));
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 1;
} finally {
  await stop();
}
