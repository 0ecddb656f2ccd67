import type { Translated } from '../../messages/catalogue.js';
import type { enSheet } from './en-sheet.js';

/** Chinese texts of the contact sheet. */
export const zhSheet: Translated<typeof enSheet> = {
  lang: 'zh',
  title: (round) => `${round} 保留的画面`,
  lead: '新模型可以学习的画面，以及其余画面未被采用的原因。',
  counts: '数量',
  looked: '已查看',
  kept: '保留',
  byRecording: '按录像',
  recording: '录像',
  keptTitle: (shown, total) => (shown < total ? `保留：${total} 张中的 ${shown} 张` : `保留：${total} 张`),
  keptLead: '模型最没有把握的排在最前；同一时刻的画面不重复。',
  droppedTitle: (why, total) => `${why}：${total} 张`,
  examples: '示例',
  none: '没有保留任何画面。',
  facts: (at, lesion, doubt) => `${at}病灶 ${lesion}，存疑度 ${doubt}`,
  doctor: '已校正',
  why: {
    outside: '体外',
    unusable: '不可用',
    duplicate: '近似重复',
    frozen: '用于评判模型',
    unreadable: '无法读取',
    surplus: '超出所需数量',
  },
  whyLong: {
    outside: '画面不是体内的。',
    unusable: '模糊、过暗、进水或贴壁：没有可学的内容。',
    duplicate: '与本轮或之前某轮已保留的画面几乎相同。',
    frozen: '它是（或几乎就是）用来评判模型的图片；用它学习会使评判失真。',
    unreadable: '文件已损坏，或模型没有给出结果。',
    surplus: '可用，但其他画面更有用或差别更大，而所需数量已满。',
  },
  footer: '在本机生成，没有任何数据离开本机。',
};
