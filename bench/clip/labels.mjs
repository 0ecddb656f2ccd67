/** The labels of the polyp clip (`training/labels/colonoscopy-polyp.json`: a developer's, by looking, not an expert's). */
import { readFile } from 'node:fs/promises';

export const readLabels = async (path) => new Labels(JSON.parse(await readFile(path, 'utf8')));

class Labels {
  #labels;

  constructor(labels) {
    this.#labels = labels;
  }

  /** Path of the clip within the data folder. */
  get clip() {
    return this.#labels.clip;
  }

  /** Whether the polyp is seen in frame `n`. */
  visible(n) {
    return inside(this.#labels.visible, n);
  }

  /** Whether a shown lesion lies on the polyp's place in frame `n`, where it is seen or may be. */
  mayBePolyp(lesion, n) {
    return (this.visible(n) || inside(this.#labels.doubtful, n)) && this.onPolyp(lesion, n);
  }

  /** Whether a shown lesion lies on the polyp's place: its middle is no further from the label than the labels are rough. */
  onPolyp({ box }, n) {
    const at = this.#centre(n);
    if (at === null) return false;
    return Math.hypot(box.x + box.w / 2 - at.x, box.y + box.h / 2 - at.y) <= this.#labels.tolerance;
  }

  /** Where the polyp's centre is in frame `n`, interpolated between the labels; null outside them. */
  #centre(n) {
    const { centres } = this.#labels;
    const after = centres.findIndex(([frame]) => frame >= n);
    if (after < 0) return null;
    const b = centres[after];
    const a = b[0] === n ? b : centres[after - 1];
    if (!a) return null;
    const part = b[0] === a[0] ? 0 : (n - a[0]) / (b[0] - a[0]);
    return { x: a[1] + part * (b[1] - a[1]), y: a[2] + part * (b[2] - a[2]) };
  }
}

const inside = (ranges, n) => ranges.some(([from, to]) => n >= from && n <= to);
