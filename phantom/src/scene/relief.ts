import { cellMap, noiseMap } from '../maths/noise.js';
import type { Random } from '../maths/random.js';

const SIZE = 512;
const MASK = SIZE - 1;
/** Side of the repeating tile, mm. */
export const RELIEF_TILE_MM = 50;

/** Fine relief too small for the geometry: the slopes of the wet surface, and the pits of a polyp, as repeating tiles. */
export class Relief {
  /** Slopes (rise over run) along x and y, and the thickness of the wet film, of the last `sample`. */
  dx = 0;
  dy = 0;
  wet = 0;
  /** 0 inside a pit … about 1 between pits. */
  pit = 0;

  private readonly slopeX: Float32Array;
  private readonly slopeY: Float32Array;
  private readonly film: Float32Array;
  private readonly pits: Float32Array;

  constructor(random: Random) {
    const fine = noiseMap(SIZE, SIZE, 64, 64, 2, random.fork('fine'));
    const ripples = noiseMap(SIZE, SIZE, 14, 22, 2, random.fork('ripples'));
    this.film = noiseMap(SIZE, SIZE, 5, 5, 4, random.fork('film'));
    this.pits = cellMap(SIZE, 64, random.fork('pits'));
    this.slopeX = new Float32Array(SIZE * SIZE);
    this.slopeY = new Float32Array(SIZE * SIZE);
    const height = (i: number, j: number): number => {
      const k = (j & MASK) * SIZE + (i & MASK);
      return 0.085 * (fine[k] as number) + 0.09 * (ripples[k] as number);
    };
    const mm = RELIEF_TILE_MM / SIZE;
    for (let j = 0; j < SIZE; j++) {
      for (let i = 0; i < SIZE; i++) {
        this.slopeX[j * SIZE + i] = (height(i + 1, j) - height(i - 1, j)) / (2 * mm);
        this.slopeY[j * SIZE + i] = (height(i, j + 1) - height(i, j - 1)) / (2 * mm);
      }
    }
  }

  /** Read the tiles at (x, y) mm on the surface. */
  sample(x: number, y: number): void {
    const px = x * (SIZE / RELIEF_TILE_MM) + 65536;
    const py = y * (SIZE / RELIEF_TILE_MM) + 65536;
    const i = px | 0;
    const j = py | 0;
    const fx = px - i;
    const fy = py - j;
    const a = (j & MASK) * SIZE + (i & MASK);
    const b = (j & MASK) * SIZE + ((i + 1) & MASK);
    const c = ((j + 1) & MASK) * SIZE + (i & MASK);
    const d = ((j + 1) & MASK) * SIZE + ((i + 1) & MASK);
    const wa = (1 - fx) * (1 - fy);
    const wb = fx * (1 - fy);
    const wc = (1 - fx) * fy;
    const wd = fx * fy;
    const read = (m: Float32Array): number =>
      (m[a] as number) * wa + (m[b] as number) * wb + (m[c] as number) * wc + (m[d] as number) * wd;
    this.dx = read(this.slopeX);
    this.dy = read(this.slopeY);
    this.wet = read(this.film);
    this.pit = read(this.pits);
  }
}
