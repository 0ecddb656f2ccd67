import { initialState } from './state.js';

/** The state of a page that was just opened, with the settings of one who changed none. */
export const START = initialState({
  operatingPoint: 'A',
  mode: 'paired',
  sound: true,
  volume: 1,
  lumen: false,
  training: false,
  guidance: null,
});
