import { CENTRE, type Colour, fromMiddle, paint, type Raster } from './raster.js';

/** A source of numbers in [0, 1). */
type Random = () => number;

const between = (random: Random, low: number, high: number) => low + random() * (high - low);
const oneOf = <T>(random: Random, choices: readonly [T, ...T[]]): T =>
  choices[Math.floor(random() * choices.length)] ?? choices[0];

/** True where a pixel, in fractions of the picture, still shows the inside of the body. */
type Shape = (x: number, y: number) => boolean;

/** Shares of pictures that get an inset and printed marks. */
const INSET = 0.35;
const MARKS = 0.6;

/**
 * Draws a frame into the picture: circle, ellipse, octagon, cut corners or plain; corners of a random colour, mostly
 * near black; at times an inset block in a corner and printed marks at a side. Changes the picture given.
 */
export function drawFrame(picture: Raster, random: Random): void {
  const shape = oneOf(random, [circle, ellipse, octagon, cutCorners, plain])(random);
  const colour = cornerColour(random);
  const { width, height } = picture;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!shape((x + 0.5) / width, (y + 0.5) / height)) paint(picture, x, y, colour);
    }
  }
  if (random() < INSET) drawInset(picture, random);
  if (random() < MARKS) drawMarks(picture, random);
}

const circle = (random: Random): Shape => {
  const radius = between(random, 0.48, 0.6);
  return (x, y) => (x - 0.5) ** 2 + (y - 0.5) ** 2 <= radius ** 2;
};

const ellipse = (random: Random): Shape => {
  const [wide, high] = [between(random, 0.46, 0.66), between(random, 0.46, 0.66)];
  return (x, y) => ((x - 0.5) / wide) ** 2 + ((y - 0.5) / high) ** 2 <= 1;
};

const octagon = (random: Random): Shape => {
  const cut = between(random, 0.1, 0.32);
  return corners([cut, cut, cut, cut]);
};

const cutCorners = (random: Random): Shape =>
  corners(Array.from({ length: 4 }, () => (random() < 0.25 ? 0 : between(random, 0.05, 0.34))));

const plain = (): Shape => () => true;

/** Corners cut straight, each as deep as given in fractions of the side: upper left, upper right, lower left, right. */
function corners(cuts: readonly number[]): Shape {
  return (x, y) =>
    cuts.every((cut, corner) => (corner % 2 === 0 ? x : 1 - x) + (corner < 2 ? y : 1 - y) >= cut);
}

function cornerColour(random: Random): Colour {
  const most = random() < 0.8 ? 28 : 256;
  return [random() * most, random() * most, random() * most];
}

/** A block in one corner, up to a third of each side, of one colour. */
function drawInset(picture: Raster, random: Random): void {
  const [wide, high] = [between(random, 0.15, 0.34), between(random, 0.15, 0.34)];
  const [left, upper] = [random() < 0.5, random() < 0.5];
  fill(picture, left ? 0 : 1 - wide, upper ? 0 : 1 - high, wide, high, cornerColour(random));
}

/** Lines of made-up signs at the left or right side: none is a letter, all look like small print. */
function drawMarks(picture: Raster, random: Random): void {
  const lines = 2 + Math.floor(random() * 7);
  const sign = between(random, 0.012, 0.022);
  const left = random() < 0.7 ? between(random, 0, 0.03) : between(random, 0.78, 0.82);
  let y = between(random, 0.02, 0.5);
  const level = between(random, 150, 256);
  for (let line = 0; line < lines; line++) {
    const signs = 2 + Math.floor(random() * 8);
    for (let n = 0; n < signs; n++) drawSign(picture, random, left + n * sign * 1.1, y, sign, level);
    y += sign * (random() < 0.3 ? 3.6 : 2);
  }
}

/** One sign: three by five cells, each there or not. */
function drawSign(picture: Raster, random: Random, x: number, y: number, wide: number, level: number): void {
  const cell = wide / 3;
  for (let at = 0; at < 15; at++) {
    if (random() < 0.45) continue;
    fill(picture, x + (at % 3) * cell, y + Math.floor(at / 3) * cell, cell, cell, [level, level, level]);
  }
}

/** Fills a rectangle given in fractions of the picture, the part of it that lies at the border. */
function fill(picture: Raster, x: number, y: number, w: number, h: number, colour: Colour): void {
  const { width, height } = picture;
  const [fromX, toX] = [
    Math.round(x * width),
    Math.max(Math.round(x * width) + 1, Math.round((x + w) * width)),
  ];
  const [fromY, toY] = [
    Math.round(y * height),
    Math.max(Math.round(y * height) + 1, Math.round((y + h) * height)),
  ];
  for (let row = Math.max(0, fromY); row < Math.min(height, toY); row++) {
    for (let column = Math.max(0, fromX); column < Math.min(width, toX); column++) {
      if (fromMiddle(picture, column, row) >= CENTRE) paint(picture, column, row, colour);
    }
  }
}
